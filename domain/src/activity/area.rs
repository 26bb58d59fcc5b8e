//! Areas and outcomes of audit events, by their codes.

use crate::{AuditAction, code::codes};

codes! {
    /// Business area of an audit event.
    ActivityArea {
        /// Sign-ins, refusals, people, API keys, and the audit log itself.
        Security = "security", "Security activity";
        /// Settings of the organisation, its projects and its connections.
        Settings = "settings", "Settings changes";
        /// Work on calls: imports, reviews, transcripts and recordings.
        Calls = "calls", "Calls";
        /// Exports and their files.
        Exports = "exports", "Exports";
        /// Contacts, requests of persons, retention and unlocked details.
        Privacy = "privacy", "Data and privacy";
    }
    /// Outcome of an audited action.
    ActivityOutcome {
        /// It was done.
        Done = "done", "Done";
        /// It was refused.
        Refused = "refused", "Refused";
        /// It failed.
        Failed = "failed", "Failed";
        /// It was cancelled.
        Cancelled = "cancelled", "Cancelled";
    }
}

impl AuditAction {
    /// The area of the action: what stands before the dot in its code.
    pub fn area(self) -> ActivityArea {
        match self.as_str().split('.').next().unwrap_or_default() {
            "session" | "access" | "audit" | "user" | "api_key" => ActivityArea::Security,
            "tenant" | "project" | "webhook" | "import" => ActivityArea::Settings,
            "calls" | "transcript" | "recording" | "review" => ActivityArea::Calls,
            "export" | "conversation" | "pbx" => ActivityArea::Exports,
            _ => ActivityArea::Privacy,
        }
    }

    /// The outcome of the action: the end of its code.
    pub fn outcome(self) -> ActivityOutcome {
        let code = self.as_str();
        if code.ends_with("refused") {
            ActivityOutcome::Refused
        } else if code.ends_with("failed") {
            ActivityOutcome::Failed
        } else if code.ends_with("cancelled") {
            ActivityOutcome::Cancelled
        } else {
            ActivityOutcome::Done
        }
    }

    /// Why the action matters, in a sentence.
    pub fn why(self) -> &'static str {
        match self {
            Self::SignInFailed => "Somebody tried to use this account with a wrong password.",
            Self::AccessRefused => {
                "Somebody asked for what is not theirs; many in a row look like a search."
            }
            Self::ExportRefused => "Somebody asked for details that their role may not export.",
            Self::ExportStarted | Self::ConversationExported | Self::PbxDownloaded => {
                "Call data leaves the portal in a file."
            }
            Self::ExportDownloaded | Self::TranscriptDownloaded => {
                "A copy of call data is now outside the portal."
            }
            Self::ExportFailed => "The file may be incomplete; how much was sent is on record.",
            Self::RecordingPlayed | Self::RecordingDownloaded => {
                "A caller's voice was heard or copied."
            }
            Self::RecordingRemoved => "The recording cannot be brought back.",
            Self::PlaybackDecided | Self::ImportDecided => {
                "Decides who may hear recordings, on the evidence given."
            }
            Self::DeliveryFailed => {
                "Another system does not know of this; the message can be sent again."
            }
            Self::AuditOpened
            | Self::SensitiveAccessOpened
            | Self::AuditDownloaded
            | Self::AuditExported => "The record of who did what was read.",
            Self::AuditPruned => "Old events were deleted; their places in the log remain.",
            Self::UserAdded | Self::UserChanged => "Changes who can see calls.",
            Self::ApiKeyCreated => "A program can now reach calls with this key.",
            Self::WebhookCreated => "Messages about calls now go to another system.",
            Self::SubjectRequestOpened => "A person asked for their data; there is a deadline.",
            other => other.area().why(),
        }
    }
}

impl ActivityArea {
    /// Actions of the area.
    pub fn actions(self) -> impl Iterator<Item = AuditAction> {
        AuditAction::ALL.iter().copied().filter(move |action| action.area() == self)
    }

    const fn why(self) -> &'static str {
        match self {
            Self::Security => "Shows who was in the portal, and when.",
            Self::Settings => "Changes what the portal does for everybody.",
            Self::Calls => "Changes what is on record about a call.",
            Self::Exports => "Tells what became of a file with call data.",
            Self::Privacy => "Concerns personal data.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_an_area_and_an_outcome() {
        for area in ActivityArea::ALL {
            assert!(area.actions().count() > 0, "{area}");
        }
        assert_eq!(AuditAction::SignInFailed.area(), ActivityArea::Security);
        assert_eq!(AuditAction::SignInFailed.outcome(), ActivityOutcome::Failed);
        assert_eq!(AuditAction::ExportCancelled.outcome(), ActivityOutcome::Cancelled);
        assert_eq!(AuditAction::AccessRefused.outcome(), ActivityOutcome::Refused);
        assert_eq!(AuditAction::ContactsMerged.area(), ActivityArea::Privacy);
        assert_eq!(AuditAction::TenantChanged.outcome(), ActivityOutcome::Done);
        for action in AuditAction::ALL {
            assert!(action.why().ends_with('.'), "{action}");
        }
    }
}
