//! Playback of a recording, shared by the card, its controls and the transcript.

use earshot_domain::{CallId, Problem, RecordingAction};
use leptos::prelude::*;

use super::silence::after_silence;
use crate::{
    browser::{
        Audio, RemoteControl, audio_length, audio_position, load_audio, offer_controls,
        pause_audio, play_audio, post_grant, seek_audio, set_audio_rate_and_volume,
    },
    state::SkipSilence,
};

/// Seconds that the arrow keys and the skip buttons move.
pub(super) const STEP: f64 = 5.0;

/// State of the playback. Copied into every part of the review.
#[derive(Clone, Copy)]
pub struct Playback {
    call: CallId,
    /// The audio element.
    pub audio: Audio,
    /// Whether it is playing.
    pub playing: RwSignal<bool>,
    /// Position in seconds; `None` before the first Play.
    pub position: RwSignal<Option<f64>>,
    /// Duration in seconds.
    pub length: RwSignal<f64>,
    /// Playback speed; 1 is normal.
    pub speed: RwSignal<f64>,
    /// Volume, 0 to 1.
    pub volume: RwSignal<f64>,
    /// The problem that prevents playback.
    pub problem: RwSignal<Option<Problem>>,
    /// Whether long silences are skipped.
    pub skips_silence: RwSignal<bool>,
    /// Loudness over time.
    peaks: StoredValue<Vec<u8>>,
    /// Whether there is a grant that has not failed.
    granted: RwSignal<bool>,
}

impl Playback {
    /// Creates a stopped playback that begins at the position of a link.
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

    /// Whether the recording was loaded by a first Play.
    pub fn is_loaded(self) -> bool {
        self.granted.get()
    }

    /// Toggles between playing and paused.
    pub fn toggle(self) {
        if self.playing.get_untracked() {
            pause_audio(self.audio);
        } else {
            self.play(self.position.get_untracked().unwrap_or_default());
        }
    }

    /// Seeks to a position, and starts playback if it has not started.
    pub fn seek(self, seconds: f64) {
        let length = self.length.get_untracked();
        // Without a duration the element limits the position itself.
        let within = if length > 0.0 { seconds.clamp(0.0, length) } else { seconds.max(0.0) };
        if self.granted.get_untracked() {
            self.position.set(Some(within));
            seek_audio(self.audio, within);
        } else {
            self.play(within);
        }
    }

    /// Skips some seconds forward or back.
    pub fn skip(self, seconds: f64) {
        if let Some(position) = self.position.get_untracked() {
            self.seek(position + seconds);
        }
    }

    /// Applies speed and volume to the element.
    pub fn apply_settings(self) {
        set_audio_rate_and_volume(
            self.audio,
            self.speed.get_untracked(),
            self.volume.get_untracked(),
        );
    }

    /// Handles `timeupdate`: updates the position and skips silences.
    pub fn on_time_update(self) {
        let position = audio_position(self.audio);
        self.position.set(Some(position));
        if self.skips_silence.get_untracked() && self.playing.get_untracked() {
            let length = self.length.get_untracked();
            if let Some(on) = self.peaks.with_value(|it| after_silence(it, length, position)) {
                self.seek(on);
            }
        }
    }

    /// Handles `durationchange`: the server does not know the duration of every recording.
    pub fn on_duration_change(self) {
        if let Some(length) = audio_length(self.audio) {
            self.length.set(length);
        }
    }

    /// Handles `error`: the link may have expired, so Play requests another.
    pub fn on_error(self) {
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

    /// Performs an action of the media session.
    fn perform(self, control: RemoteControl) {
        match control {
            RemoteControl::Play | RemoteControl::Pause => {
                if self.playing.get_untracked() != (control == RemoteControl::Play) {
                    self.toggle();
                }
            }
            RemoteControl::Back => self.skip(-STEP),
            RemoteControl::Forward => self.skip(STEP),
            RemoteControl::To(seconds) => self.seek(seconds),
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
                        // A locked screen is visible to anyone, so the title does not name the caller.
                        offer_controls("Call recording", move |control| self.perform(control));
                    }
                    Err(problem) => {
                        self.problem.try_set(Some(problem));
                        return;
                    }
                }
            }
            self.apply_settings();
            if !play_audio(self.audio).await {
                self.on_error();
            }
        });
    }
}
