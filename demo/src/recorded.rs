//! Which of the demo's calls can be heard: the latest of each kind of decision, some more that play,
//! and one that could be heard once.

use std::collections::{HashMap, VecDeque};

use earshot_domain::{Consent, PlaybackCompliance};

use earshot_backend::readers::IncomingCall;

/// Longest recording the demo makes, in seconds.
const LONGEST: u32 = 75;
/// Recordings of calls that may be played.
const PLAYABLE: usize = 7;

type Decision = (Consent, PlaybackCompliance);

/// Calls to make recordings for, chosen as they pass by, newest last.
#[derive(Default)]
pub(crate) struct Recorded(HashMap<Decision, VecDeque<IncomingCall>>);

impl Recorded {
    /// Looks at a call.
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
            // One reason at a time, so that each can be seen by itself.
            (Consent::Granted, _) | (_, PlaybackCompliance::Permitted) => 1,
            _ => return,
        };
        let chosen = self.0.entry(decision).or_default();
        if chosen.len() == most {
            chosen.pop_front();
        }
        chosen.push_back(call.clone());
    }

    /// The chosen calls.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &IncomingCall> {
        self.0.values().flatten()
    }

    /// The oldest that plays, for a recording that was removed.
    pub(crate) fn removed(&self) -> Option<&IncomingCall> {
        let playable = self.0.get(&(Consent::Granted, PlaybackCompliance::Permitted))?;
        playable.front().filter(|_| playable.len() > 1)
    }
}
