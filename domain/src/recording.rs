//! A call's recording: whether there is one, and why it may not be played or taken away.

use serde::{Deserialize, Serialize};

use crate::{Consent, PlaybackCompliance, code::codes};

codes! {
    /// State of a recording's media.
    MediaState {
        /// Kept here.
        Available = "available", "Available";
        /// There never was one.
        NotGenerated = "not_generated", "Not generated";
        /// The source names one that has not come here.
        Unretrievable = "unretrievable", "Cannot be retrieved";
        /// Deleted by a retention or deletion workflow.
        Removed = "removed", "Removed";
    }
    /// What a grant lets its holder do with a recording.
    RecordingAction {
        /// Listen to it here.
        Play = "play", "Play";
        /// Take it away as a file, once.
        Download = "download", "Download";
    }
    /// Reason why a recording cannot be played or downloaded.
    RecordingBlock {
        /// No media was generated.
        NotGenerated = "not_generated", "This call was not recorded.";
        /// The media cannot be retrieved.
        Unretrievable = "unretrievable", "The recording of this call has not been brought in, or cannot be read.";
        /// The media was removed.
        Removed = "removed", "The recording was removed when its retention period ended or its deletion was asked for.";
        /// The caller did not agree.
        ConsentDenied = "consent_denied", "The caller did not agree to be recorded.";
        /// The caller was not asked.
        ConsentMissing = "consent_missing", "The caller was not asked whether the call may be recorded.";
        /// Nobody knows.
        ConsentUnknown = "consent_unknown", "It is not known whether the caller agreed to be recorded.";
        /// Playback was looked at and denied.
        ComplianceDenied = "compliance_denied", "Playback of this call was denied by a compliance decision.";
        /// Playback was not shown to be allowed.
        MissingEvidence = "missing_evidence", "There is no evidence that this call may be played.";
        /// A policy forbids playback.
        PolicyBlocked = "policy_blocked", "A policy of your organisation keeps this call from being played.";
        /// Staff may not listen in this organisation.
        StaffPlayback = "staff_playback", "Your organisation does not let Client Staff play recordings.";
        /// Staff may never take recordings away.
        Role = "role", "Client Staff cannot download recordings. If you need a copy, contact your Client Administrator.";
        /// The organisation may not take recordings away.
        Entitlement = "entitlement", "Your organisation is not entitled to download recordings.";
    }
}

/// The **Call recording** card of one viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RecordingCard {
    /// State of the media.
    pub media: MediaState,
    /// Whether the caller agreed to be recorded.
    pub consent: Consent,
    /// Whether the recording may be played.
    pub playback_compliance: PlaybackCompliance,
    /// Why the viewer cannot play it.
    pub play_blocked: Option<RecordingBlock>,
    /// Why the viewer cannot download it.
    pub download_blocked: Option<RecordingBlock>,
    /// Its length in milliseconds, where it could be read.
    pub duration_ms: Option<u64>,
    /// Loudness over time, 0 to 255 in steps of equal length; empty where it could not be read.
    pub peaks: Vec<u8>,
    /// Whether the viewer may set consent and compliance.
    pub may_decide: bool,
}

/// Permission to access a recording once, or while it is playing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RecordingGrant {
    /// URL of the media.
    pub url: String,
    /// Seconds within which it must be used.
    pub expires_in: u32,
}
