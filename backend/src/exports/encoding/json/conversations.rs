//! Encoder of conversations as objects, with the contents that an export includes.

use earshot_domain::{CallColumn as C, ExportContent, ExportContents, MessageColumn as M};

use super::{
    file::{JsonFile, JsonStyle},
    object::Object,
};
use crate::{
    Error,
    exports::{
        columns::{
            Context, ConversationView, MessageRow, Pseudonyms, Value, call_column, message_column,
        },
        encoding::encoder::{Conversation, Encoder, FileContext},
    },
};

/// Fields of every conversation, in order.
const FACTS: [(&str, C); 26] = [
    ("id", C::CallId),
    ("project", C::ProjectId),
    ("source", C::Source),
    ("source_id", C::SourceId),
    ("started_at", C::StartedAt),
    ("ended_at", C::EndedAt),
    ("end_reason", C::EndReason),
    ("status", C::Status),
    ("source_status", C::SourceStatus),
    ("channel", C::Channel),
    ("direction", C::Direction),
    ("caller", C::Caller),
    ("callee", C::Callee),
    ("agent", C::Agent),
    ("duration_seconds", C::DurationSeconds),
    ("ring_seconds", C::RingSeconds),
    ("talk_seconds", C::TalkSeconds),
    ("hold_seconds", C::HoldSeconds),
    ("outcome", C::Outcome),
    ("sentiment", C::Sentiment),
    ("priority", C::Priority),
    ("has_recording", C::HasRecording),
    ("recording_state", C::RecordingState),
    ("review_state", C::ReviewState),
    ("message_count", C::MessageCount),
    ("summary", C::Summary),
];

/// Fields of a verified customer beside `verified`.
const CUSTOMER: [(&str, C); 4] = [
    ("name", C::CustomerName),
    ("email", C::CustomerEmail),
    ("phone", C::CustomerPhone),
    ("company", C::CustomerCompany),
];

/// Fields of a message.
const MESSAGE: [(&str, M); 5] = [
    ("n", M::Message),
    ("speaker", M::Speaker),
    ("started_at", M::StartedAt),
    ("offset_seconds", M::OffsetSeconds),
    ("text", M::Text),
];

/// Fields of contents that columns hold already.
const CONTENTS: [(ExportContent, &str, C); 8] = [
    (ExportContent::Tags, "tags", C::Tags),
    (ExportContent::Tags, "audience", C::Audience),
    (ExportContent::FunctionCalls, "function_calls", C::FunctionCalls),
    (ExportContent::Analysis, "analysis", C::Analysis),
    (ExportContent::Citations, "citations", C::Citations),
    (ExportContent::Skills, "skills", C::Skills),
    (ExportContent::Notes, "notes", C::Notes),
    (ExportContent::AuditLog, "audit_log", C::AuditLog),
];

/// Writes an object for each conversation.
pub(in crate::exports::encoding) struct JsonEncoder {
    context: FileContext,
    pseudonyms: Option<Pseudonyms>,
    file: JsonFile,
}

impl JsonEncoder {
    pub(in crate::exports::encoding) fn new(context: FileContext, style: JsonStyle) -> Self {
        Self { pseudonyms: context.pseudonyms(), context, file: JsonFile::new(style) }
    }

    fn conversation(&mut self, conversation: &Conversation) -> Result<(), Error> {
        let context = self.context.of(conversation, self.pseudonyms.as_ref());
        let contents = &self.context.request.contents;
        let view = ConversationView::new(&conversation.row, &conversation.events);
        write_conversation(self.file.next(), &view, &context, contents)?;
        self.file.finish_object();
        Ok(())
    }
}

/// Writes the object of a conversation with these contents.
pub(in crate::exports) fn write_conversation(
    text: &mut String,
    view: &ConversationView<'_>,
    context: &Context<'_>,
    contents: &ExportContents,
) -> Result<(), Error> {
    let mut object = Object::begin(text, context.zone);
    fields(&mut object, &FACTS, view, context)?;
    object.field("transcript_state", &view.transcript_state())?;
    csat(&mut object, view, context)?;
    if contents.has(ExportContent::Customer) {
        customer(&mut object, view, context)?;
    }
    for (content, name, column) in CONTENTS {
        if contents.has(content) {
            fields(&mut object, &[(name, column)], view, context)?;
        }
    }
    if contents.has(ExportContent::Messages) {
        messages(&mut object, view, context)?;
    }
    object.end();
    Ok(())
}

impl Encoder for JsonEncoder {
    fn begin(&mut self) -> Result<(), Error> {
        self.file.begin();
        Ok(())
    }

    fn resume(&mut self, rows: u64) -> Result<(), Error> {
        self.file.resume(rows);
        Ok(())
    }

    fn conversations(&mut self, batch: &[Conversation]) -> Result<u64, Error> {
        batch.iter().try_for_each(|conversation| self.conversation(conversation))?;
        Ok(batch.len() as u64)
    }

    fn end(&mut self) -> Result<(), Error> {
        self.file.end();
        Ok(())
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        Ok(self.file.take())
    }
}

fn fields(
    object: &mut Object<'_>,
    fields: &[(&str, C)],
    view: &ConversationView<'_>,
    context: &Context<'_>,
) -> Result<(), Error> {
    fields.iter().try_for_each(|(name, column)| {
        object.field(name, &call_column(*column).read(view, context)?)
    })
}

/// The rating with its comment, or `null`.
fn csat(
    object: &mut Object<'_>,
    view: &ConversationView<'_>,
    context: &Context<'_>,
) -> Result<(), Error> {
    if !view.is_rated()? {
        return object.field("csat", &Value::Null);
    }
    object.object("csat", |csat| {
        fields(csat, &[("rating", C::CsatRating), ("comment", C::CsatComment)], view, context)
    })
}

fn customer(
    object: &mut Object<'_>,
    view: &ConversationView<'_>,
    context: &Context<'_>,
) -> Result<(), Error> {
    let verified = view.has_verified_customer(context.key)?;
    object.object("customer", |customer| {
        fields(customer, &[("verified", C::CustomerVerified)], view, context)?;
        fields(customer, if verified { &CUSTOMER } else { &[] }, view, context)
    })
}

fn messages(
    object: &mut Object<'_>,
    view: &ConversationView<'_>,
    context: &Context<'_>,
) -> Result<(), Error> {
    let rows = view.messages("")?;
    object.list("messages", rows, |message, row: MessageRow<'_>| {
        MESSAGE.iter().try_for_each(|(name, column)| {
            message.field(name, &message_column(*column).read(&row, context)?)
        })
    })
}
