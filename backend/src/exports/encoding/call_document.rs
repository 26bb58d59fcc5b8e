//! The readable document of a call, with the contents that an export includes.

use earshot_domain::{
    CallColumn as C, CallDetails, CallSpan, CallerView, Citation, ExportContent, FunctionCall,
    TranscriptState, format_duration,
};
use serde_json::Value as Json;

use super::encoder::{Conversation, FileContext};
use crate::{
    Error,
    access::local_time,
    calls::seconds,
    exports::{
        call_files::{Line, Section, TranscriptDocument, turns},
        columns::{Context, ConversationView, Pseudonyms, Value, call_column, joined},
    },
    privacy::masking::FileMask,
    reviews::history_events,
};

/// A call whose parts are read for its document.
pub(super) struct CallReader<'c> {
    files: &'c FileContext,
    conversation: &'c Conversation,
    context: Context<'c>,
    view: ConversationView<'c>,
    details: CallDetails,
}

impl<'c> CallReader<'c> {
    pub(super) fn new(
        files: &'c FileContext,
        pseudonyms: Option<&'c Pseudonyms>,
        conversation: &'c Conversation,
    ) -> Result<Self, Error> {
        Ok(Self {
            files,
            conversation,
            context: files.of(conversation, pseudonyms),
            view: ConversationView::new(&conversation.row, &conversation.events),
            details: serde_json::from_str(&conversation.row.details)?,
        })
    }

    /// Start, agent and caller in a few words.
    pub(super) fn heading(&self) -> Result<String, Error> {
        let started = local_time(self.conversation.row.cells.started_at, &self.files.zone)?;
        let mut heading = format!("{} {}", started.day, started.time);
        for part in [self.text(C::Agent)?, self.text(C::Caller)?].into_iter().flatten() {
            heading.push_str(", ");
            heading.push_str(&part);
        }
        Ok(heading)
    }

    /// The document, with the parts in the order of a single call's transcript.
    pub(super) fn document(&self) -> Result<TranscriptDocument, Error> {
        let mut metadata = self.facts()?;
        if self.has(ExportContent::Customer) {
            self.customer(&mut metadata)?;
        }
        if self.has(ExportContent::Tags) {
            self.put(&mut metadata, "Tags", C::Tags)?;
            self.put(&mut metadata, "Audience", C::Audience)?;
        }
        if self.has(ExportContent::Skills) {
            self.put(&mut metadata, "Skills", C::Skills)?;
        }
        let lines = if self.has(ExportContent::Messages) { self.view.turns()? } else { &[] };
        let row = &self.conversation.row;
        let span = CallSpan::of_call(row.cells.started_at, row.ended_at, row.cells.total_seconds);
        let whole = self.files.mask == FileMask::Full;
        Ok(TranscriptDocument {
            title: if whole { "Transcript of a call" } else { TranscriptDocument::TITLE },
            metadata,
            turns: turns(lines, &span.outside(lines)),
            sections: self.sections()?,
        })
    }

    fn facts(&self) -> Result<Vec<Line>, Error> {
        let row = &self.conversation.row;
        let time = |at| Ok::<_, Error>(local_time(at, &self.files.zone)?.rfc3339);
        let caller = self.text(C::Caller)?.unwrap_or_else(|| CallerView::Absent.label());
        let mut facts = vec![
            Line::new("Call", &row.cells.id.to_string()),
            Line::new("Project", &self.conversation.project),
            Line::new("Started", &time(row.cells.started_at)?),
            Line::new("Status", row.cells.status.label()),
            Line::new("Channel", row.cells.channel.label()),
            Line::new("Direction", row.direction.label()),
            Line::new("Caller number", &caller),
            Line::new("Duration", &format_duration(seconds(row.cells.total_seconds)?)),
        ];
        self.put(&mut facts, "Messages", C::MessageCount)?;
        if row.transcript_state != TranscriptState::Available {
            facts.push(Line::new("Transcript", row.transcript_state.label()));
        }
        if let Some(at) = row.ended_at {
            facts.push(Line::new("Ended", &time(at)?));
        }
        self.put(&mut facts, "Answered by", C::Agent)?;
        self.put(&mut facts, "Outcome", C::Outcome)?;
        self.put(&mut facts, "Summary", C::Summary)?;
        Ok(facts)
    }

    /// The customer whose identity the source verified; any other is only mentioned.
    fn customer(&self, facts: &mut Vec<Line>) -> Result<(), Error> {
        if !self.view.has_verified_customer(self.context.key)? {
            if self.conversation.row.customer_encrypted.is_some() {
                let left_out = "not included, because the source did not verify the identity";
                facts.push(Line::new("Customer", left_out));
            }
            return Ok(());
        }
        self.put(facts, "Customer", C::CustomerName)?;
        self.put(facts, "Customer e-mail", C::CustomerEmail)?;
        self.put(facts, "Customer phone", C::CustomerPhone)?;
        self.put(facts, "Customer organisation", C::CustomerCompany)
    }

    fn sections(&self) -> Result<Vec<Section>, Error> {
        let mut sections = Vec::new();
        let mut add = |content, heading, lines: Vec<Line>| {
            // What a call does not have needs no heading.
            if self.has(content) && !lines.is_empty() {
                sections.push(Section { heading, lines, empty: "" });
            }
        };
        let details = &self.details;
        let functions = details.function_calls.iter().map(function_call).collect();
        add(ExportContent::FunctionCalls, "Function calls", functions);
        add(
            ExportContent::Analysis,
            "Analysis",
            details.analysis.as_ref().map(analysis).unwrap_or_default(),
        );
        add(ExportContent::Citations, "Sources", details.citations.iter().map(citation).collect());
        let notes = self.notes()?.iter().map(|note| Line::new("Note", note)).collect();
        add(ExportContent::Notes, "Internal notes", notes);
        if self.has(ExportContent::AuditLog) {
            let events = history_events(&self.conversation.events, &self.files.zone, None)?;
            sections.push(Section::history(&details.review_events, &events));
        }
        Ok(sections)
    }

    /// Notes of the source and of reviewers.
    fn notes(&self) -> Result<Vec<String>, Error> {
        match call_column(C::Notes).read(&self.view, &self.context)? {
            Value::Json(json) => Ok(serde_json::from_str(&json)?),
            _ => Ok(Vec::new()),
        }
    }

    fn has(&self, content: ExportContent) -> bool {
        self.files.request.contents.has(content)
    }

    fn put(&self, lines: &mut Vec<Line>, label: &'static str, column: C) -> Result<(), Error> {
        lines.extend(self.text(column)?.map(|text| Line::new(label, &text)));
        Ok(())
    }

    /// The value of a column as text, masked; `None` without one.
    pub(super) fn text(&self, column: C) -> Result<Option<String>, Error> {
        let text = match call_column(column).read(&self.view, &self.context)? {
            Value::Text(text) => text.into_owned(),
            Value::List(list) => joined(&list),
            Value::Int(number) => number.to_string(),
            _ => return Ok(None),
        };
        Ok(Some(text).filter(|text| !text.is_empty()))
    }
}

fn function_call(call: &FunctionCall) -> Line {
    let result = call.result.as_ref().map(|result| format!(" → {result}")).unwrap_or_default();
    Line::new(call.function.clone(), &format!("{}{result}", call.parameters))
}

/// A line for each field of an object, or one for anything else.
fn analysis(analysis: &Json) -> Vec<Line> {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match analysis {
        Json::Object(fields) => {
            fields.iter().map(|(name, value)| Line::new(name.clone(), &text(value))).collect()
        }
        value => vec![Line::new("Analysis", &text(value))],
    }
}

fn citation(citation: &Citation) -> Line {
    let url = citation.url.as_ref().map(|url| format!(", {url}")).unwrap_or_default();
    Line::new("Source", &format!("{}{url}", citation.title))
}
