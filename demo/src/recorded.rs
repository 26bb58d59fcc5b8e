//! Selection of calls with recordings: the newest of each kind of decision, some more that can be
//! played, and one whose recording was removed.

use std::collections::{HashMap, VecDeque};

use earshot_domain::{Consent, PlaybackCompliance};

use earshot_backend::readers::IncomingCall;

/// Maximum length of a recording of the demo in seconds.
const LONGEST: u32 = 75;
/// Number of recordings that can be played.
const PLAYABLE: usize = 7;

type Decision = (Consent, PlaybackCompliance);

/// Calls that get recordings, selected one by one, newest last.
#[derive(Default)]
pub(crate) struct Recorded(HashMap<Decision, VecDeque<IncomingCall>>);

impl Recorded {
    /// Selects the call if its recording is needed.
    pub(crate) fn look(&mut self, call: &IncomingCall) {
        let details = &call.details;
        let timed = call.turns.iter().any(|turn| turn.at.is_some());
        if details.recording.is_none() || !timed || call.total_seconds > LONGEST {
            return;
        }
        let decision = (
            details.consent.unwrap_or(Consent::Unknown),
            details.playback_compliance.unwrap_or(PlaybackCompliance::MissingEvidence),
        );
        let most = match decision {
            (Consent::Granted, PlaybackCompliance::Permitted) => PLAYABLE,
            // One reason per call, so that each reason has its own call.
            (Consent::Granted, _) | (_, PlaybackCompliance::Permitted) => 1,
            _ => return,
        };
        let chosen = self.0.entry(decision).or_default();
        if chosen.len() == most {
            chosen.pop_front();
        }
        chosen.push_back(call.clone());
    }

    /// Returns the selected calls.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &IncomingCall> {
        self.0.values().flatten()
    }

    /// Returns the oldest playable call, whose recording is removed.
    pub(crate) fn removed(&self) -> Option<&IncomingCall> {
        let playable = self.0.get(&(Consent::Granted, PlaybackCompliance::Permitted))?;
        playable.front().filter(|_| playable.len() > 1)
    }
}
