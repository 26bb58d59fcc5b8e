//! A recording being played: one for the card, its controls and the transcript.

use earshot_domain::{CallId, Problem, RecordingAction};
use leptos::prelude::*;

use super::silence::after_silence;
use crate::{
    browser::{
        Audio, RemoteControl, audio_length, audio_position, load_audio, offer_controls,
        pause_audio, play_audio, post_grant, seek_audio, tune_audio,
    },
    state::SkipSilence,
};

/// Seconds that the arrow keys and the skip buttons move.
pub(super) const STEP: f64 = 5.0;

/// What is being played, and where. Copied into every part of the review.
#[derive(Clone, Copy)]
pub struct Playback {
    call: CallId,
    /// The element that plays.
    pub audio: Audio,
    /// Whether sound comes out.
    pub playing: RwSignal<bool>,
    /// Seconds from the start; `None` until the first Play.
    pub position: RwSignal<Option<f64>>,
    /// Length in seconds.
    pub length: RwSignal<f64>,
    /// 1 is as spoken.
    pub speed: RwSignal<f64>,
    /// 0 to 1.
    pub volume: RwSignal<f64>,
    /// Why it does not play.
    pub problem: RwSignal<Option<Problem>>,
    /// Whether long silences are passed over.
    pub skips_silence: RwSignal<bool>,
    /// Loudness over time.
    peaks: StoredValue<Vec<u8>>,
    /// Whether a grant was given that has not failed yet.
    granted: RwSignal<bool>,
}

impl Playback {
    /// Nothing plays yet; Play begins at the moment a link leads to.
    pub fn new(call: CallId, length: f64, peaks: Vec<u8>, moment: Option<u32>) -> Self {
        Self {
            call,
            peaks: StoredValue::new(peaks),
            skips_silence: expect_context::<SkipSilence>().0,
            audio: NodeRef::new(),
            playing: RwSignal::new(false),
            position: RwSignal::new(moment.map(f64::from)),
            length: RwSignal::new(length),
            speed: RwSignal::new(1.0),
            volume: RwSignal::new(1.0),
            problem: RwSignal::new(None),
            granted: RwSignal::new(false),
        }
    }

    /// Plays or pauses.
    pub fn toggle(self) {
        if self.playing.get_untracked() {
            pause_audio(self.audio);
        } else {
            self.play(self.position.get_untracked().unwrap_or_default());
        }
    }

    /// Goes to a moment, and plays from there when nothing was played yet.
    pub fn go_to(self, seconds: f64) {
        let length = self.length.get_untracked();
        // Without a length the element itself knows where the end is.
        let within = if length > 0.0 { seconds.clamp(0.0, length) } else { seconds.max(0.0) };
        if self.granted.get_untracked() {
            self.position.set(Some(within));
            seek_audio(self.audio, within);
        } else {
            self.play(within);
        }
    }

    /// Goes some seconds on, or back.
    pub fn skip(self, seconds: f64) {
        if let Some(position) = self.position.get_untracked() {
            self.go_to(position + seconds);
        }
    }

    /// Sets speed and volume.
    pub fn tune(self) {
        tune_audio(self.audio, self.speed.get_untracked(), self.volume.get_untracked());
    }

    /// What the element says of itself as it plays.
    pub fn moved(self) {
        let position = audio_position(self.audio);
        self.position.set(Some(position));
        if self.skips_silence.get_untracked() && self.playing.get_untracked() {
            let length = self.length.get_untracked();
            if let Some(on) = self.peaks.with_value(|it| after_silence(it, length, position)) {
                self.go_to(on);
            }
        }
    }

    /// The element knows its length, which the server could not always read.
    pub fn measured(self) {
        if let Some(length) = audio_length(self.audio) {
            self.length.set(length);
        }
    }

    /// The element could not go on: the link may have run out, so Play asks for another.
    pub fn failed(self) {
        if self.granted.get_untracked() {
            self.granted.set(false);
            self.playing.set(false);
            self.problem.set(Some(Problem::new(
                earshot_domain::ProblemCode::GrantExpired,
                "Playback stopped: the link has expired or the connection was lost. Press Play to \
                 continue.",
            )));
        }
    }

    /// Does what is asked for on a locked screen or a headset.
    fn obey(self, control: RemoteControl) {
        match control {
            RemoteControl::Play | RemoteControl::Pause => {
                if self.playing.get_untracked() != (control == RemoteControl::Play) {
                    self.toggle();
                }
            }
            RemoteControl::Back => self.skip(-STEP),
            RemoteControl::Forward => self.skip(STEP),
            RemoteControl::To(seconds) => self.go_to(seconds),
        }
    }

    fn play(self, from: f64) {
        self.problem.set(None);
        self.position.set(Some(from));
        leptos::task::spawn_local(async move {
            if !self.granted.get_untracked() {
                match post_grant(self.call, RecordingAction::Play).await {
                    Ok(grant) => {
                        self.granted.set(true);
                        load_audio(self.audio, &grant.url, from);
                        // A locked screen is anybody's to read, so it does not say whose call.
                        offer_controls("Call recording", move |control| self.obey(control));
                    }
                    Err(problem) => {
                        self.problem.try_set(Some(problem));
                        return;
                    }
                }
            }
            self.tune();
            if !play_audio(self.audio).await {
                self.failed();
            }
        });
    }
}
