//! Recordings: their media, grants, and the reasons for which they are blocked.

use serde::{Deserialize, Serialize};

use crate::{Consent, PlaybackCompliance, code::codes};

codes! {
    /// State of a recording's media.
    MediaState {
        /// Stored in Earshot.
        Available = "available", "Available";
        /// No media was generated.
        NotGenerated = "not_generated", "Not generated";
        /// Named by the source, but never imported or pushed.
        NotReceived = "not_received", "Not received";
        /// Stored once, but its media is missing now.
        Unretrievable = "unretrievable", "Cannot be retrieved";
        /// Deleted by a retention or deletion workflow.
        Removed = "removed", "Removed";
    }
    /// What a grant permits.
    RecordingAction {
        /// Playback in the portal.
        Play = "play", "Play";
        /// One download as a file.
        Download = "download", "Download";
    }
    /// Reason why a recording cannot be played or downloaded.
    RecordingBlock {
        /// No media was generated.
        NotGenerated = "not_generated", "This call was not recorded.";
        /// The source names a recording that never came.
        NotReceived = "not_received", "The recording of this call has not been received.";
        /// The media cannot be retrieved.
        Unretrievable = "unretrievable", "The recording of this call cannot be read at the moment.";
        /// The media was removed.
        Removed = "removed", "The recording was removed when its retention period ended or its deletion was requested.";
        /// The caller did not consent.
        ConsentDenied = "consent_denied", "The caller did not agree to be recorded.";
        /// The caller was not asked for consent.
        ConsentMissing = "consent_missing", "The caller was not asked whether the call may be recorded.";
        /// It is not known whether the caller consented.
        ConsentUnknown = "consent_unknown", "It is not known whether the caller agreed to be recorded.";
        /// Playback was denied by a decision.
        ComplianceDenied = "compliance_denied", "Playback of this call was denied by a compliance decision.";
        /// There is no evidence that playback is permitted.
        MissingEvidence = "missing_evidence", "There is no evidence that this call may be played.";
        /// A policy forbids playback.
        PolicyBlocked = "policy_blocked", "A policy of your organisation prevents playback of this call.";
        /// Client Staff may not play recordings in this organisation.
        StaffPlayback = "staff_playback", "Your organisation does not allow Client Staff to play recordings.";
        /// Client Staff may not download recordings.
        Role = "role", "Client Staff cannot download recordings. If you need a copy, contact your Client Administrator.";
        /// The organisation may not download recordings.
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
    /// Whether it holds no sound; false where it could not be read or may not be played.
    #[serde(default)]
    pub silent: bool,
    /// Its codec, if browsers do not play it.
    #[serde(default)]
    pub codec: Option<String>,
    /// Whether a copy is played, and the file as it came is downloaded.
    #[serde(default)]
    pub converted: bool,
    /// Whether the viewer may set consent and compliance.
    pub may_decide: bool,
}

impl RecordingCard {
    /// Whether the viewer can play it: they may, and browsers can.
    pub const fn is_playable(&self) -> bool {
        self.play_blocked.is_none() && (self.codec.is_none() || self.converted)
    }
}

/// Permission to access a recording once, or while it is playing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RecordingGrant {
    /// URL of the media.
    pub url: String,
    /// Seconds within which it must be used.
    pub expires_in: u32,
}
