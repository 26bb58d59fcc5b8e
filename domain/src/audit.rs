//! What the audit log can say happened.

use crate::code::codes;

codes! {
    /// One kind of audited event; the code is stored for good, so it is never reused.
    AuditAction {
        /// Somebody signed in.
        SignedIn = "session.signed_in", "Signed in";
        /// A sign-in with a known e-mail address failed.
        SignInFailed = "session.sign_in_failed", "Sign-in failed";
        /// Somebody signed out.
        SignedOut = "session.signed_out", "Signed out";
        /// Somebody ended all their sessions.
        SignedOutEverywhere = "session.signed_out_everywhere", "Signed out everywhere";
        /// Calls were imported.
        CallsImported = "calls.imported", "Calls imported";
        /// A program pushed calls in.
        CallsPushed = "calls.pushed", "Calls pushed in";
        /// A CSV export began; written before its first byte.
        ExportStarted = "export.started", "Export started";
        /// An export was written to its end.
        ExportCompleted = "export.completed", "Export completed";
        /// An export was cancelled or its reader left.
        ExportCancelled = "export.cancelled", "Export cancelled";
        /// An export broke off.
        ExportFailed = "export.failed", "Export failed";
        /// An export option was asked for that the role does not have.
        ExportRefused = "export.refused", "Export refused";
        /// A transcript was taken away as a file; written before its first byte.
        TranscriptDownloaded = "transcript.downloaded", "Transcript downloaded";
        /// A conversation was taken away as a file; written before its first byte.
        ConversationExported = "conversation.exported", "Conversation exported";
        /// A recording was played, for the first time of a grant.
        RecordingPlayed = "recording.played", "Recording played";
        /// A recording was taken away as a file.
        RecordingDownloaded = "recording.downloaded", "Recording downloaded";
        /// An admin decided about consent and compliance of a call.
        PlaybackDecided = "recording.playback_decided", "Consent and compliance set";
        /// Somebody changed the review of a call: a remark, a note, a tag, the follow-up.
        ReviewChanged = "review.changed", "Review changed";
        /// An admin decided about consent and compliance of an import's calls.
        ImportDecided = "import.playback_decided", "Consent and compliance of an import set";
        /// A recording was removed for good.
        RecordingRemoved = "recording.removed", "Recording removed";
        /// Recordings were brought in.
        RecordingsImported = "recordings.imported", "Recordings imported";
        /// The operator, or a Client Admin, changed a tenant's settings.
        TenantChanged = "tenant.changed", "Tenant settings changed";
        /// A PBX client took call legs away; written before their first byte.
        PbxDownloaded = "pbx.downloaded", "Call legs downloaded";
        /// Somebody made a key for a program.
        ApiKeyMade = "api_key.made", "API key made";
        /// Somebody took a key back.
        ApiKeyRevoked = "api_key.revoked", "API key revoked";
        /// Somebody made a webhook.
        WebhookMade = "webhook.made", "Webhook made";
        /// Somebody switched a webhook on or off, or its receiver answered that it is gone.
        WebhookSwitched = "webhook.switched", "Webhook switched on or off";
        /// Somebody removed a webhook.
        WebhookRemoved = "webhook.removed", "Webhook removed";
        /// Somebody had a message sent again.
        WebhookSentAgain = "webhook.sent_again", "Webhook message sent again";
        /// The operator added a user.
        UserAdded = "user.added", "User added";
        /// The operator added a project.
        ProjectAdded = "project.added", "Project added";
    }
}
