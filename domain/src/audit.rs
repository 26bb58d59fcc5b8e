//! Actions recorded in the audit log.

use crate::code::codes;

codes! {
    /// Kind of audit event; codes are stored permanently and never reused.
    AuditAction {
        /// A person signed in.
        SignedIn = "session.signed_in", "Signed in";
        /// A sign-in with a known e-mail address failed.
        SignInFailed = "session.sign_in_failed", "Sign-in failed";
        /// A person signed out.
        SignedOut = "session.signed_out", "Signed out";
        /// A person ended all their sessions.
        SignedOutEverywhere = "session.signed_out_everywhere", "Signed out everywhere";
        /// Calls were imported.
        CallsImported = "calls.imported", "Calls imported";
        /// A program pushed calls.
        CallsPushed = "calls.pushed", "Calls pushed";
        /// A CSV export started; recorded before its first byte is sent.
        ExportStarted = "export.started", "Export started";
        /// The first bytes of a streamed export are being sent; recorded before they are.
        ExportSending = "export.sending", "Export download began";
        /// An export was written completely.
        ExportCompleted = "export.completed", "Export completed";
        /// An export was cancelled, or its client disconnected.
        ExportCancelled = "export.cancelled", "Export cancelled";
        /// An export failed.
        ExportFailed = "export.failed", "Export failed";
        /// An export option was requested that the role may not use.
        ExportRefused = "export.refused", "Export refused";
        /// Files of an export were downloaded.
        ExportDownloaded = "export.downloaded", "Export downloaded";
        /// The links to an export's files were ended.
        ExportRevoked = "export.revoked", "Export revoked";
        /// The entry of an ended export was deleted.
        ExportDeleted = "export.deleted", "Export deleted";
        /// A transcript was downloaded; recorded before its first byte is sent.
        TranscriptDownloaded = "transcript.downloaded", "Transcript downloaded";
        /// A conversation was exported; recorded before its first byte is sent.
        ConversationExported = "conversation.exported", "Conversation exported";
        /// A recording was played; recorded once per grant.
        RecordingPlayed = "recording.played", "Recording played";
        /// A recording was downloaded.
        RecordingDownloaded = "recording.downloaded", "Recording downloaded";
        /// A person unlocked what redaction removed from a call.
        UnlockRequested = "unlock.requested", "Personal data unlocked";
        /// A request to unlock a call was refused.
        UnlockRefused = "unlock.refused", "Unlock refused";
        /// A person viewed what they had unlocked.
        UnlockViewed = "unlock.viewed", "Unlocked data viewed";
        /// What a person had unlocked was written to a file.
        UnlockExported = "unlock.exported", "Unlocked data exported";
        /// An unlock ended.
        UnlockEnded = "unlock.ended", "Unlock ended";
        /// Stored text from before redaction was removed.
        RawTextRemoved = "raw_text.removed", "Text before redaction removed";
        /// An admin set consent and compliance of a call.
        PlaybackDecided = "recording.playback_decided", "Consent and compliance set";
        /// A person changed the review of a call: annotations, notes, tags or follow-up.
        ReviewChanged = "review.changed", "Review changed";
        /// An admin set consent and compliance of the calls of an import.
        ImportDecided = "import.playback_decided", "Consent and compliance of an import set";
        /// A recording was permanently removed.
        RecordingRemoved = "recording.removed", "Recording removed";
        /// Recordings were imported.
        RecordingsImported = "recordings.imported", "Recordings imported";
        /// The operator added the tenant: the first event of its log.
        TenantAdded = "tenant.added", "Organisation added";
        /// The operator, or a Client Admin, changed a tenant's settings.
        TenantChanged = "tenant.changed", "Tenant settings changed";
        /// A PBX client downloaded call legs; recorded before the first byte is sent.
        PbxDownloaded = "pbx.downloaded", "Call legs downloaded";
        /// A person created an API key.
        ApiKeyCreated = "api_key.made", "API key created";
        /// A person revoked an API key.
        ApiKeyRevoked = "api_key.revoked", "API key revoked";
        /// A person created a webhook.
        WebhookCreated = "webhook.made", "Webhook created";
        /// A person enabled or disabled a webhook, or its receiver answered 410 Gone.
        WebhookStateChanged = "webhook.switched", "Webhook enabled or disabled";
        /// A person deleted a webhook.
        WebhookRemoved = "webhook.removed", "Webhook deleted";
        /// A message was not delivered, and is not tried again by itself.
        DeliveryFailed = "webhook.delivery_failed", "Webhook delivery failed";
        /// A person had a delivery sent again.
        WebhookResent = "webhook.sent_again", "Webhook delivery sent again";
        /// A person joined two contacts.
        ContactsMerged = "contact.merged", "Contacts joined";
        /// A person said that two contacts are not the same.
        MergeDismissed = "contact.merge_dismissed", "Contacts kept apart";
        /// A person took a number or an address out of a contact.
        ContactSplit = "contact.split", "Contact separated";
        /// A person's request for their own data was opened, and its bundle started.
        SubjectRequestOpened = "subject_request.opened", "Legal request opened";
        /// The bundle of a person's request was started again.
        SubjectRequestRenewed = "subject_request.renewed", "Bundle of a legal request made again";
        /// A person's request was closed.
        SubjectRequestClosed = "subject_request.closed", "Legal request closed";
        /// A viewer asked for a record that is not theirs or does not exist, or for what their role may not
        /// do.
        AccessRefused = "access.refused", "Access refused";
        /// A person opened the audit log.
        AuditOpened = "audit.opened", "Activity opened";
        /// A person opened the list of unlocks.
        SensitiveAccessOpened = "audit.sensitive_access_opened", "Sensitive access opened";
        /// A person downloaded events of the audit log; recorded before the first byte is sent.
        AuditDownloaded = "audit.downloaded", "Activity downloaded";
        /// The operator exported the audit log.
        AuditExported = "audit.exported", "Audit log exported";
        /// The events that are older than authentication codes were stated.
        AuditSealed = "audit.sealed", "Audit log sealed";
        /// The operator deleted events of the audit log after their retention.
        AuditPruned = "audit.pruned", "Audit log pruned";
        /// The operator added a user.
        UserAdded = "user.added", "User added";
        /// The operator changed which audiences a user sees.
        UserChanged = "user.changed", "User changed";
        /// The operator added a project.
        ProjectAdded = "project.added", "Project added";
        /// The country of a project was set.
        ProjectChanged = "project.changed", "Project settings changed";
    }
}
