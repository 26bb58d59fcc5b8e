//! What was said in a call, wherever a report has it: in its artifact, its message or its call, as
//! messages or as one text.

use earshot_domain::Speaker;

use super::{
    super::{
        spoken_text::turns_of_text,
        text::turn,
        values::{Given, Part},
    },
    report::{Line, Message},
};
use crate::intake::readers::IncomingTurn;

/// The messages of the first level that has any.
pub(super) fn lines(message: &Message) -> &[Part<Line>] {
    let levels = [
        &message.artifact.messages,
        &message.messages,
        &message.call.artifact.messages,
        &message.call.messages,
        &message.artifact.formatted_messages,
        &message.formatted_messages,
    ];
    let spoken = levels.iter().find(|lines| !turns_of(lines).is_empty());
    let any = || levels.iter().find(|lines| !lines.is_empty());
    spoken.or_else(any).map_or(&[], |lines| lines.as_slice())
}

/// The turns of the call: its messages, or else its text.
pub(super) fn turns(message: &Message, lines: &[Part<Line>]) -> Result<Vec<IncomingTurn>, String> {
    let turns = turns_of(lines);
    if !turns.is_empty() {
        return Ok(turns);
    }
    let text = message.artifact.transcript.or(&message.transcript);
    let text = text.or(&message.call.artifact.transcript).or(&message.call.transcript);
    Ok(text.optional("transcript")?.map_or_else(Vec::new, |text| turns_of_text(&text)))
}

/// The summary of the first level that has one.
pub(super) fn summary(message: &Message) -> Result<Option<String>, String> {
    let call = &message.call;
    let summaries = [
        &message.analysis.fields.summary,
        &message.artifact.summary,
        &message.summary,
        &call.analysis.fields.summary,
        &call.summary,
    ];
    let is_blank = |summary: &Given<String>| {
        summary.is_missing() || summary.valid().is_some_and(|text| text.trim().is_empty())
    };
    let first = summaries.into_iter().find(|summary| !is_blank(summary));
    first.map_or(Ok(None), |summary| summary.optional("summary"))
}

/// The turns of messages. Those of the system are instructions to the assistant, not speech.
fn turns_of(lines: &[Part<Line>]) -> Vec<IncomingTurn> {
    let to_turn = |line: &Part<Line>| {
        let speaker = match line.role.as_str() {
            "bot" | "assistant" => Speaker::Agent,
            "user" => Speaker::Caller,
            _ => return None,
        };
        let text = line.message.as_deref().or(line.content.as_deref());
        turn(speaker, text, line.time.valid())
    };
    lines.iter().filter_map(to_turn).collect()
}
