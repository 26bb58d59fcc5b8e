//! Bounds of the fields of a call, the same in every format.
//!
//! A call beyond one is refused by the field's name: nothing is cut, and no column of the database is
//! asked to hold what it cannot.

use std::io::{self, Write};

use earshot_domain::{CallDetails, Customer, byte_size, format_number};
use serde::Serialize;

use super::{IncomingCall, IncomingTurn};

/// Characters of ids, names, numbers and words: the columns they go to are indexed.
const NAME: Size = Size::Characters(255);
/// Characters of the label of an outcome, of which a code is made.
const OUTCOME: Size = Size::Characters(100);
/// Characters of what a call is found by: tags, skills and audiences.
const LABEL: Size = Size::Characters(200);
/// Characters of titles, reasons and names of files.
const LINE: Size = Size::Characters(1000);
/// Characters of an address.
const URL: Size = Size::Characters(2000);
/// Bytes of a text.
const TEXT: Size = Size::Bytes(64 << 10);
/// Bytes of a value that may be any JSON.
const JSON: usize = 1 << 20;
/// Lines of a transcript.
const LINES: usize = 100_000;
/// Bytes of the text of a transcript.
const TRANSCRIPT: usize = 16 << 20;
/// Items of a list of labels, notes or sources.
const ITEMS: usize = 200;
/// Items of a list of events.
const EVENTS: usize = 1000;

/// Largest size of a text.
#[derive(Clone, Copy)]
enum Size {
    Characters(usize),
    Bytes(usize),
}

impl Size {
    fn check(self, field: &str, text: &str) -> Result<(), String> {
        match self {
            // A text has no more characters than bytes.
            Self::Characters(most) if text.len() > most && text.chars().nth(most).is_some() => {
                let most = format_number(most as u64);
                Err(format!("`{field}` is longer than {most} characters"))
            }
            Self::Bytes(most) if text.len() > most => {
                Err(format!("`{field}` is longer than {}", byte_size(most as u64)))
            }
            Self::Characters(_) | Self::Bytes(_) => Ok(()),
        }
    }

    fn check_optional(self, field: &str, text: Option<&String>) -> Result<(), String> {
        text.map_or(Ok(()), |text| self.check(field, text))
    }

    fn check_all<'t>(
        self,
        field: &str,
        texts: impl IntoIterator<Item = &'t String>,
    ) -> Result<(), String> {
        texts.into_iter().try_for_each(|text| self.check(field, text))
    }
}

/// Checks every field of a call; the error names the field as the own format does.
pub(crate) fn within_bounds(call: IncomingCall) -> Result<IncomingCall, String> {
    for (field, name) in
        [("source_id", Some(&call.source_id)), ("source_status", Some(&call.source_status))]
            .into_iter()
            .chain([("caller", call.caller.as_ref()), ("callee", call.callee.as_ref())])
            .chain([("agent", call.agent.as_ref())])
    {
        NAME.check_optional(field, name)?;
    }
    LINE.check_optional("end_reason", call.end_reason.as_ref())?;
    TEXT.check_optional("summary", call.summary.as_ref())?;
    check_lines(&call.turns)?;
    if let Some(customer) = &call.customer {
        check_customer(customer)?;
    }
    check_lists(&call.details)?;
    check_details(&call.details)?;
    Ok(call)
}

/// Checks the label of an outcome, before a code is made of it.
pub(super) fn check_outcome(label: &str) -> Result<(), String> {
    OUTCOME.check("outcome", label)
}

fn check_lines(turns: &[IncomingTurn]) -> Result<(), String> {
    count("transcript.turns", turns, LINES)?;
    TEXT.check_all("transcript.turns.text", turns.iter().map(|turn| &turn.text))?;
    let bytes: usize = turns.iter().map(|turn| turn.text.len()).sum();
    if bytes > TRANSCRIPT {
        return Err(format!("`transcript` is larger than {}", byte_size(TRANSCRIPT as u64)));
    }
    Ok(())
}

fn check_customer(customer: &Customer) -> Result<(), String> {
    let Customer { id, name, email, phone, company, identity_verified: _ } = customer;
    NAME.check_optional("customer.id", id.as_ref())?;
    NAME.check_optional("customer.name", name.as_ref())?;
    NAME.check_optional("customer.email", email.as_ref())?;
    NAME.check_optional("customer.phone", phone.as_ref())?;
    NAME.check_optional("customer.company", company.as_ref())
}

fn check_lists(details: &CallDetails) -> Result<(), String> {
    count("legs", &details.legs, EVENTS)?;
    count("function_calls", &details.function_calls, EVENTS)?;
    count("review_events", &details.review_events, EVENTS)?;
    count("tags", &details.tags, ITEMS)?;
    count("skills", &details.skills, ITEMS)?;
    count("notes", &details.notes, ITEMS)?;
    count("citations", &details.citations, ITEMS)?;
    LABEL.check_all("tags", &details.tags)?;
    LABEL.check_all("skills", &details.skills)?;
    TEXT.check_all("notes", &details.notes)
}

fn check_details(details: &CallDetails) -> Result<(), String> {
    for leg in &details.legs {
        NAME.check("legs.leg_id", &leg.leg_id)?;
        NAME.check("legs.status", &leg.status)?;
        NAME.check("legs.call_to", &leg.call_to)?;
    }
    for call in &details.function_calls {
        NAME.check("function_calls.function", &call.function)?;
        NAME.check_optional("function_calls.timestamp", call.timestamp.as_ref())?;
        check_json("function_calls.parameters", &call.parameters)?;
        check_json("function_calls.result", &call.result)?;
    }
    for event in &details.review_events {
        NAME.check("review_events.event", &event.event)?;
        NAME.check("review_events.author", &event.author)?;
        TEXT.check_optional("review_events.reason", event.reason.as_ref())?;
    }
    for citation in &details.citations {
        LINE.check("citations.title", &citation.title)?;
        URL.check_optional("citations.url", citation.url.as_ref())?;
    }
    check_json("analysis", &details.analysis)?;
    NAME.check_optional("transfer_destination", details.transfer_destination.as_ref())?;
    LABEL.check_optional("audience", details.audience.as_ref())?;
    let comment = details.csat.as_ref().and_then(|csat| csat.comment.as_ref());
    TEXT.check_optional("csat.comment", comment)?;
    let file_name = details.recording.as_ref().map(|recording| &recording.file_name);
    LINE.check_optional("recording.file_name", file_name)
}

fn count<T>(field: &str, items: &[T], most: usize) -> Result<(), String> {
    if items.len() <= most {
        return Ok(());
    }
    Err(format!("`{field}` has more than {} items", format_number(most as u64)))
}

fn check_json(field: &str, value: &impl Serialize) -> Result<(), String> {
    match serde_json::to_writer(Rest(JSON), value) {
        Ok(()) => Ok(()),
        Err(_) => Err(format!("`{field}` is larger than {}", byte_size(JSON as u64))),
    }
}

/// Bytes that may still be written; nothing is kept of them.
struct Rest(usize);

impl Write for Rest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The reason of a refusal with a field's name as its format has it.
pub(super) fn in_names_of(names: &[(&str, &str)], reason: String) -> String {
    let renamed = names.iter().find_map(|(ours, theirs)| {
        let rest = reason.strip_prefix(&format!("`{ours}`"))?;
        Some(format!("`{theirs}`{rest}"))
    });
    renamed.unwrap_or(reason)
}
