//! Form fields of the portal, except those of the filter.

use crate::code::codes;

codes! {
    /// A field of a form, with the label that its error messages begin with.
    FormField {
        /// What to do with a call.
        Action = "action", "Action";
        /// Who acted.
        Actor = "actor", "Who";
        /// Addresses an API key may be used from.
        Addresses = "addresses", "Allowed IP addresses";
        /// Business area of activity.
        Area = "area", "Area";
        /// Whether callers and customers are replaced by pseudonyms.
        Anonymise = "anonymise", "Anonymise";
        /// Whether the file begins with a byte order mark.
        Bom = "bom", "For Excel";
        /// Place from which a list continues.
        Before = "before", "Page";
        /// A call chosen one by one.
        Call = "call", "Chosen calls";
        /// Format of the file of each call in a ZIP.
        CallFiles = "call_files", "Format of call files";
        /// A column of a row per call.
        CallColumn = "call_field", "Columns";
        /// Consent to a recording.
        Consent = "consent", "Consent";
        /// Page of a list.
        Cursor = "cursor", "Page";
        /// Name of a set of columns that is deleted.
        DeleteSet = "delete_set", "Saved columns to delete";
        /// Dispute to decide.
        Dispute = "dispute", "Dispute";
        /// Events a webhook sends.
        Event = "event", "Events";
        /// Evidence for a decision on a recording.
        Evidence = "evidence", "Evidence";
        /// Last day an API key is valid.
        Expires = "expires", "Expiry date";
        /// A column of an export.
        Column = "field", "Columns";
        /// Format of an export's files.
        Format = "format", "Format";
        /// A content of an export.
        Include = "include", "Contents";
        /// Whether a file contains full caller numbers.
        IncludeCallerFull = "include_caller_full", "Full caller numbers";
        /// Whether a file contains decrypted transcripts.
        IncludeDecryptedTranscript = "include_decrypted_transcript", "Decrypted transcript";
        /// Whether a file contains recognised personal details.
        IncludeEntities = "include_entities", "Extracted entities";
        /// Why sensitive data is exported, in the person's own words.
        Justification = "justification", "Justification";
        /// Kind of an API key.
        Kind = "kind", "Kind";
        /// What words are that redaction missed.
        Label = "label", "What the words are";
        /// A column of a row per message.
        MessageColumn = "message_field", "Columns";
        /// What the rows of an export are.
        Mode = "mode", "Rows";
        /// Name of an API key or a webhook.
        Name = "name", "Name";
        /// The reason that "other" stands for.
        OtherReason = "other_reason", "Other reason";
        /// Origins whose pages may use an API key.
        Origins = "origins", "Allowed origins";
        /// A placeholder of a line, counted from its start.
        Place = "place", "Placeholder";
        /// Whether a recording may be played.
        PlaybackCompliance = "playback_compliance", "Playback compliance";
        /// Why a call is changed.
        Reason = "reason", "Reason";
        /// Why sensitive data is exported.
        ReasonCode = "reason_code", "Reason";
        /// Template of the names of recordings in a ZIP.
        RecordingNames = "recording_names", "Names of recordings";
        /// Rate limit of an API key.
        RequestsPerMinute = "requests_per_minute", "Requests per minute";
        /// Scopes of an API key.
        Scope = "scope", "Scopes";
        /// Number of the line's last change that the person has seen.
        Seen = "seen", "Last change seen";
        /// Set of columns of an export.
        Set = "set", "Set of columns";
        /// Name of a set of columns that is saved.
        SetName = "set_name", "Name of the saved columns";
        /// Whether Client Staff may play recordings.
        StaffPlayback = "staff_playback", "Client Staff may play recordings";
        /// Text of an annotation, a correction, a note or a tag.
        Text = "text", "Text";
        /// Line of a transcript.
        Turn = "turn", "Line";
        /// URL of a webhook.
        Url = "url", "URL";
    }
}
