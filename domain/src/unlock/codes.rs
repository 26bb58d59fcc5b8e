//! Codes of unlocks: what is unlocked, its state, and why it is refused.

use crate::code::codes;

codes! {
    /// What an unlock is asked for.
    UnlockScope {
        /// The text of the lines.
        Transcript = "transcript", "Transcript";
        /// The summary.
        CallSummary = "call_summary", "Call summary";
        /// The recording, whose plays and downloads count as sensitive access.
        Recording = "recording", "Recording";
        /// The personal details that redaction removed.
        ExtractedEntities = "extracted_entities", "Extracted entities";
        /// Everything of these.
        All = "all", "All artefacts";
    }
    /// What was viewed under an unlock.
    UnlockArtefact {
        /// The text of the lines.
        Transcript = "transcript", "Transcript";
        /// The summary.
        CallSummary = "call_summary", "Call summary";
        /// The recording.
        Recording = "recording", "Recording";
        /// The personal details that redaction removed.
        ExtractedEntities = "extracted_entities", "Extracted entities";
    }
    /// State of an unlock.
    UnlockState {
        /// The request was refused.
        Refused = "refused", "Refused";
        /// The person can view what it covers.
        Live = "live", "Unlocked";
        /// Its time is over.
        Expired = "expired", "Ended after its time";
        /// The person ended it.
        Ended = "ended", "Ended by the person";
        /// Somebody else ended it.
        Revoked = "revoked", "Ended by an admin";
        /// Consent to the recording was withdrawn.
        ConsentWithdrawn = "consent_withdrawn", "Ended, because consent was withdrawn";
    }
    /// Reason for which a request is refused.
    UnlockRefusal {
        /// The caller did not consent.
        ConsentDenied = "consent_denied", "The caller did not agree to the recording, so nothing of this call can be unlocked.";
        /// The caller was not asked for consent.
        ConsentMissing = "consent_missing", "There is no consent of the caller. A Client Admin can set consent and compliance, with the evidence, in the Call recording card; then ask again.";
        /// It is not known whether the caller consented.
        ConsentUnknown = "consent_unknown", "It is not known whether the caller agreed to the recording. A Client Admin can set consent and compliance, with the evidence, in the Call recording card; then ask again.";
        /// There is no evidence of consent.
        MissingEvidence = "missing_evidence", "There is no evidence that this call may be played. A Client Admin can set consent and compliance, with the evidence, in the Call recording card; then ask again.";
        /// A compliance decision denies access.
        ComplianceDenied = "compliance_denied", "A compliance decision denies access to this call, so nothing of it can be unlocked.";
        /// A policy denies access.
        PolicyBlocked = "policy_blocked", "A policy of your organisation prevents access to this call, so nothing of it can be unlocked.";
        /// No text from before redaction is stored.
        NoRawText = "no_raw_text", "Your organisation keeps no text from before redaction of this call, so there is none to unlock.";
    }
}

/// How a live unlock ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlockEnd {
    /// Its time is over.
    Expiry,
    /// The person who asked for it ends it.
    Person,
    /// Somebody else ends it.
    Revocation,
    /// Consent to the recording was withdrawn.
    Withdrawal,
}

/// An unlock that is not live does not change any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This unlock has ended. Ask for another one.")]
pub struct UnlockOver;

impl UnlockState {
    /// The state at `now` of what is stored, both in milliseconds: time ends an unlock by itself.
    #[must_use]
    pub const fn at(self, now: i64, expires_at: i64) -> Self {
        match self {
            Self::Live if now >= expires_at => Self::Expired,
            other => other,
        }
    }

    /// The state after a live unlock ends.
    ///
    /// # Errors
    /// [`UnlockOver`] when it is not live.
    pub const fn end(self, end: UnlockEnd) -> Result<Self, UnlockOver> {
        match (self, end) {
            (Self::Live, UnlockEnd::Expiry) => Ok(Self::Expired),
            (Self::Live, UnlockEnd::Person) => Ok(Self::Ended),
            (Self::Live, UnlockEnd::Revocation) => Ok(Self::Revoked),
            (Self::Live, UnlockEnd::Withdrawal) => Ok(Self::ConsentWithdrawn),
            _ => Err(UnlockOver),
        }
    }

    /// Whether the person can view what the unlock covers.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Live)
    }
}

impl UnlockScope {
    /// What it covers.
    pub const fn artefacts(self) -> &'static [UnlockArtefact] {
        use UnlockArtefact as A;
        match self {
            Self::Transcript => &[A::Transcript],
            Self::CallSummary => &[A::CallSummary],
            Self::Recording => &[A::Recording],
            Self::ExtractedEntities => &[A::ExtractedEntities],
            Self::All => UnlockArtefact::ALL,
        }
    }

    /// Whether it covers an artefact.
    pub fn covers(self, artefact: UnlockArtefact) -> bool {
        self.artefacts().contains(&artefact)
    }

    /// Whether all that it covers comes from the text before redaction.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Transcript | Self::CallSummary | Self::ExtractedEntities)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_live_unlock_ends_and_it_ends_once() {
        let ends =
            [UnlockEnd::Expiry, UnlockEnd::Person, UnlockEnd::Revocation, UnlockEnd::Withdrawal];
        for end in ends {
            let ended = UnlockState::Live.end(end).unwrap();
            assert!(!ended.is_live());
            for again in ends {
                assert_eq!(ended.end(again), Err(UnlockOver));
                assert_eq!(UnlockState::Refused.end(again), Err(UnlockOver));
            }
        }
    }

    #[test]
    fn an_unlock_is_live_until_the_millisecond_of_its_expiry() {
        assert_eq!(UnlockState::Live.at(899_999, 900_000), UnlockState::Live);
        assert_eq!(UnlockState::Live.at(900_000, 900_000), UnlockState::Expired);
        assert_eq!(UnlockState::Revoked.at(900_000, 900_000), UnlockState::Revoked);
        assert_eq!(UnlockState::Refused.at(0, 900_000), UnlockState::Refused);
    }

    #[test]
    fn a_scope_covers_itself_and_all_covers_everything() {
        for artefact in UnlockArtefact::ALL {
            let covering: Vec<_> =
                UnlockScope::ALL.iter().filter(|scope| scope.covers(*artefact)).collect();
            let own: UnlockScope = artefact.as_str().parse().unwrap();
            assert_eq!(covering, [&own, &UnlockScope::All]);
        }
    }
}
