//! The table of all columns of a row per call.

use earshot_domain::CallColumn as C;

use super::{
    call_values as values, calls,
    column::{
        Column, Kind, Read,
        Sensitivity::{self, General, RedactedText},
    },
    conversation::ConversationView,
    customer,
};

/// The column of a row per call.
pub(in crate::exports) fn call_column<'c>(column: C) -> Column<ConversationView<'c>> {
    match column {
        C::CallId | C::ConversationId => calls::call_id(column),
        C::ProjectId => calls::project(column),
        C::Source => code(column, values::source),
        C::SourceId => code(column, values::source_id),
        C::CallStartedAt | C::StartedAt => calls::started_at(column),
        C::CallStatus | C::Status => calls::status(column),
        C::Channel => calls::channel(column),
        C::Caller => calls::caller(column),
        C::Agent | C::AgentAssigned => calls::agent(column),
        C::DurationSeconds => calls::total_seconds(column),
        C::Summary => calls::summary(column),
        C::Transcript => calls::transcript(column),
        C::EndedAt => Column::new(column.as_str(), Kind::Instant, General, values::ended_at),
        C::SourceStatus => text(column, values::source_status),
        C::EndReason => text(column, values::end_reason),
        C::Direction => code(column, values::direction),
        C::Callee => personal(column, Sensitivity::PhoneNumber, values::callee),
        C::RingSeconds => integer(column, values::ring_seconds),
        C::TalkSeconds => integer(column, values::talk_seconds),
        C::HoldSeconds => integer(column, values::hold_seconds),
        C::Outcome => text(column, values::outcome),
        C::Sentiment => code(column, values::sentiment),
        C::Priority => code(column, values::priority),
        C::Tags => text(column, values::tags),
        C::Audience => text(column, values::audience),
        C::HasRecording => boolean(column, values::has_recording),
        C::RecordingState => code(column, values::recording_state),
        C::ReviewState => code(column, values::review_state),
        C::CustomerName => personal(column, Sensitivity::PersonName, customer::name),
        C::CustomerEmail => personal(column, Sensitivity::Email, customer::email),
        C::CustomerPhone => personal(column, Sensitivity::PhoneNumber, customer::phone),
        C::CustomerCompany => personal(column, Sensitivity::Organisation, customer::company),
        C::CustomerVerified => boolean(column, customer::verified),
        C::CsatRating => integer(column, values::csat_rating),
        C::CsatComment => text(column, values::csat_comment),
        C::MessageCount => integer(column, values::message_count),
        C::FirstMessage => text(column, values::first_message),
        C::LastMessage => text(column, values::last_message),
        C::FunctionCalls => text(column, values::function_calls),
        C::Analysis => text(column, values::analysis),
        C::Citations => text(column, values::citations),
        C::Skills => text(column, values::skills),
        C::Notes => text(column, values::notes),
        C::AuditLog => text(column, values::audit_log),
    }
}

/// The long text that a column of a row per call is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exports) enum TextSource {
    /// None.
    Facts,
    /// The transcript on one line.
    OneLine,
    /// The turns.
    Turns,
    /// The details, and what reviews added to them.
    Details,
}

/// Where the value of a column comes from.
pub(in crate::exports) const fn text_source(column: C) -> TextSource {
    match column {
        C::Transcript => TextSource::OneLine,
        C::MessageCount | C::FirstMessage | C::LastMessage => TextSource::Turns,
        C::Priority
        | C::Tags
        | C::Audience
        | C::CsatRating
        | C::CsatComment
        | C::FunctionCalls
        | C::Analysis
        | C::Citations
        | C::Skills
        | C::Notes
        | C::AuditLog => TextSource::Details,
        C::CallId
        | C::ConversationId
        | C::ProjectId
        | C::Source
        | C::SourceId
        | C::CallStartedAt
        | C::StartedAt
        | C::CallStatus
        | C::Status
        | C::Channel
        | C::Caller
        | C::Agent
        | C::AgentAssigned
        | C::DurationSeconds
        | C::Summary
        | C::EndedAt
        | C::SourceStatus
        | C::EndReason
        | C::Direction
        | C::Callee
        | C::RingSeconds
        | C::TalkSeconds
        | C::HoldSeconds
        | C::Outcome
        | C::Sentiment
        | C::HasRecording
        | C::RecordingState
        | C::ReviewState
        | C::CustomerName
        | C::CustomerEmail
        | C::CustomerPhone
        | C::CustomerCompany
        | C::CustomerVerified => TextSource::Facts,
    }
}

/// Text that was redacted when it was stored.
const fn text<Row>(column: C, value: Read<Row>) -> Column<Row> {
    Column::new(column.as_str(), Kind::Text, RedactedText, value)
}

/// Text that is not from people.
const fn code<Row>(column: C, value: Read<Row>) -> Column<Row> {
    Column::new(column.as_str(), Kind::Text, General, value)
}

const fn integer<Row>(column: C, value: Read<Row>) -> Column<Row> {
    Column::new(column.as_str(), Kind::Integer, General, value)
}

const fn boolean<Row>(column: C, value: Read<Row>) -> Column<Row> {
    Column::new(column.as_str(), Kind::Boolean, General, value)
}

const fn personal<Row>(column: C, sensitivity: Sensitivity, value: Read<Row>) -> Column<Row> {
    Column::new(column.as_str(), Kind::Text, sensitivity, value)
}
