//! Columns of exported tables, and the sets that are offered by name.

use super::ExportContent;
use crate::code::codes;

codes! {
    /// Column of a table with a row for each call.
    CallColumn {
        /// The call's id.
        CallId = "call_id", "Call ID";
        /// The same, as other systems name it.
        ConversationId = "conversation_id", "Conversation ID";
        /// The project's slug.
        ProjectId = "project_id", "Project";
        /// The source that the call was ingested from.
        Source = "source", "Source";
        /// The source's id of the call.
        SourceId = "source_id", "ID in the source";
        /// Start, in the tenant's zone.
        CallStartedAt = "call_started_at", "Call started";
        /// The same, as other systems name it.
        StartedAt = "started_at", "Started";
        /// End.
        EndedAt = "ended_at", "Ended";
        /// How the call ended.
        CallStatus = "call_status", "Call status";
        /// The same, as other systems name it.
        Status = "status", "Status";
        /// Status word of the source.
        SourceStatus = "source_status", "Status in the source";
        /// Why the call ended.
        EndReason = "end_reason", "End reason";
        /// Channel.
        Channel = "channel", "Channel";
        /// Direction.
        Direction = "direction", "Direction";
        /// The caller's number.
        Caller = "caller", "Caller";
        /// The called number.
        Callee = "callee", "Callee";
        /// The agent that answered.
        Agent = "agent", "Agent";
        /// The same, as other systems name it.
        AgentAssigned = "agent_assigned", "Assigned agent";
        /// Total duration.
        DurationSeconds = "duration_seconds", "Duration (seconds)";
        /// Seconds until it was answered.
        RingSeconds = "ring_seconds", "Ring (seconds)";
        /// Seconds of talk.
        TalkSeconds = "talk_seconds", "Talk (seconds)";
        /// Seconds on hold.
        HoldSeconds = "hold_seconds", "Hold (seconds)";
        /// Outcome.
        Outcome = "outcome", "Outcome";
        /// Sentiment of the caller.
        Sentiment = "sentiment", "Sentiment";
        /// Priority.
        Priority = "priority", "Priority";
        /// Tags, joined by semicolons.
        Tags = "tags", "Tags";
        /// Audience.
        Audience = "audience", "Audience";
        /// Whether there is a recording.
        HasRecording = "has_recording", "Has recording";
        /// State of its recording.
        RecordingState = "recording_state", "Recording state";
        /// State of the follow-up.
        ReviewState = "review_state", "Follow-up";
        /// Verified customer's name.
        CustomerName = "customer_name", "Customer name";
        /// Verified customer's e-mail address.
        CustomerEmail = "customer_email", "Customer e-mail";
        /// Verified customer's telephone number.
        CustomerPhone = "customer_phone", "Customer phone";
        /// Verified customer's organisation.
        CustomerCompany = "customer_company", "Customer company";
        /// Whether the source verified the customer.
        CustomerVerified = "customer_verified", "Customer verified";
        /// Rating, 1 to 5.
        CsatRating = "csat_rating", "CSAT rating";
        /// Comment with the rating.
        CsatComment = "csat_comment", "CSAT comment";
        /// Number of messages.
        MessageCount = "message_count", "Messages";
        /// First message.
        FirstMessage = "first_message", "First message";
        /// Last message.
        LastMessage = "last_message", "Last message";
        /// Redacted summary.
        Summary = "summary", "Summary";
        /// Redacted transcript on one line.
        Transcript = "transcript", "Transcript";
        /// Function calls, as JSON.
        FunctionCalls = "function_calls", "Function calls";
        /// Analysis, as JSON.
        Analysis = "analysis", "Analysis";
        /// Citations, as JSON.
        Citations = "citations", "Citations";
        /// Skills, joined by semicolons.
        Skills = "skills", "Skills";
        /// Internal notes, as JSON.
        Notes = "notes", "Internal notes";
        /// Review events of the source and of Earshot, as JSON.
        AuditLog = "audit_log", "Audit log";
    }
    /// Column of a table with a row for each message.
    MessageColumn {
        /// The call's id.
        CallId = "call_id", "Call ID";
        /// The project's slug.
        ProjectId = "project_id", "Project";
        /// Start of the call.
        CallStartedAt = "call_started_at", "Call started";
        /// Number of the message in the call, from 1.
        Message = "message", "Message";
        /// When the message began.
        StartedAt = "started_at", "Started";
        /// Seconds since the start of the call.
        OffsetSeconds = "offset_seconds", "Offset (seconds)";
        /// Who said it.
        Speaker = "speaker", "Speaker";
        /// Redacted text.
        Text = "text", "Text";
    }
    /// Set of columns of a row per call.
    ColumnSet {
        /// Columns of the CSV download (docs/compatibility.md#aidial-csv-columns).
        Calls = "calls", "Calls";
        /// Default columns (docs/compatibility.md#askvault-csv-columns).
        Conversations = "conversations", "Conversations";
    }
}

impl CallColumn {
    /// The content that the column belongs to; `None` for facts about the call.
    pub const fn content(self) -> Option<ExportContent> {
        Some(match self {
            Self::CustomerName
            | Self::CustomerEmail
            | Self::CustomerPhone
            | Self::CustomerCompany
            | Self::CustomerVerified => ExportContent::Customer,
            Self::Tags | Self::Audience => ExportContent::Tags,
            Self::FirstMessage | Self::LastMessage | Self::Transcript => ExportContent::Messages,
            Self::FunctionCalls => ExportContent::FunctionCalls,
            Self::Analysis => ExportContent::Analysis,
            Self::Citations => ExportContent::Citations,
            Self::Skills => ExportContent::Skills,
            Self::Notes => ExportContent::Notes,
            Self::AuditLog => ExportContent::AuditLog,
            _ => return None,
        })
    }
}

impl ColumnSet {
    /// The columns of the set, in order.
    pub const fn columns(self) -> &'static [CallColumn] {
        use CallColumn as C;
        match self {
            Self::Calls => &[
                C::CallId,
                C::ProjectId,
                C::CallStartedAt,
                C::CallStatus,
                C::Channel,
                C::Caller,
                C::Agent,
                C::DurationSeconds,
                C::Summary,
                C::Transcript,
            ],
            Self::Conversations => &[
                C::ConversationId,
                C::CustomerEmail,
                C::Channel,
                C::StartedAt,
                C::EndedAt,
                C::Status,
                C::Priority,
                C::Tags,
                C::MessageCount,
                C::AgentAssigned,
                C::CsatRating,
                C::CsatComment,
                C::FirstMessage,
                C::LastMessage,
            ],
        }
    }
}
