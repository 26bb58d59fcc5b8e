//! Personal details of a call, found again in its text before redaction (ADR 17). They are not stored
//! beside it: what is found is always what the present rules of redaction find.

use std::ops::Range;

use earshot_domain::{ExtractedEntity, Turn};

use crate::privacy::{
    redaction::{PersonalKind, redact_prose, redact_turns},
    redaction_marks::Marks,
};

/// The personal details of a summary and of turns, in their order: what the rules find in a call of
/// `agent`, as people have marked it.
pub(crate) fn entities(
    summary: Option<&str>,
    turns: &[Turn],
    agent: Option<&str>,
    marks: &Marks,
) -> Vec<ExtractedEntity> {
    let mut entities = Vec::new();
    if let Some(summary) = summary {
        let found = marks.found(None, summary, &redact_prose(summary, agent));
        entities.extend(found.into_iter().map(|one| entity(summary, one, None)));
    }
    let said = turns.iter().map(|turn| (turn.speaker, turn.text.as_str()));
    let redacted = redact_turns(said, agent);
    for ((turn, redacted), line) in turns.iter().zip(&redacted).zip(0_u32..) {
        let found = marks.found(Some(line), &turn.text, redacted);
        let number = Some(line.saturating_add(1));
        entities.extend(found.into_iter().map(|one| entity(&turn.text, one, number)));
    }
    entities
}

/// The labels of the placeholders in a redacted summary and transcript, in their order: what was
/// removed, without it.
pub(crate) fn removed_details(summary: Option<&str>, transcript: &str) -> Vec<ExtractedEntity> {
    labels(summary.unwrap_or_default()).chain(labels(transcript)).collect()
}

fn entity(
    text: &str,
    (range, placeholder): (Range<usize>, &'static str),
    line: Option<u32>,
) -> ExtractedEntity {
    let value = text.get(range).map(str::to_owned);
    ExtractedEntity { label: label(placeholder).to_owned(), line, value }
}

fn label(placeholder: &'static str) -> &'static str {
    placeholder.trim_matches(['[', ']'])
}

fn labels(text: &str) -> impl Iterator<Item = ExtractedEntity> {
    text.split('[').skip(1).filter_map(|rest| {
        let (word, _) = rest.split_once(']')?;
        let known = PersonalKind::ALL
            .map(|kind| label(kind.placeholder()))
            .into_iter()
            .find(|label| *label == word)?;
        Some(ExtractedEntity { label: known.to_owned(), line: None, value: None })
    })
}

#[cfg(test)]
mod tests {
    use earshot_domain::Speaker;

    use super::*;

    fn turn(speaker: Speaker, text: &str) -> Turn {
        Turn { speaker, text: text.to_owned(), offset_ms: None }
    }

    fn shown(entities: &[ExtractedEntity]) -> Vec<(&str, Option<u32>, Option<&str>)> {
        entities
            .iter()
            .map(|entity| (entity.label.as_str(), entity.line, entity.value.as_deref()))
            .collect()
    }

    #[test]
    fn details_are_named_with_their_line_and_what_was_said() {
        let turns = [
            turn(Speaker::Agent, "Good morning, what is your e-mail address?"),
            turn(Speaker::Caller, "It is mara@canary.example, or call +44 20 7946 0958."),
        ];
        let summary = Some("Caller left +44 20 7946 0958.");
        let found = entities(summary, &turns, None, &Marks::default());
        assert_eq!(
            shown(&found),
            [
                ("PHONE", None, Some("+44 20 7946 0958")),
                ("EMAIL", Some(2), Some("mara@canary.example")),
                ("PHONE", Some(2), Some("+44 20 7946 0958")),
            ]
        );
    }

    #[test]
    fn a_locked_call_gives_the_labels_and_not_the_values() {
        let said = "Caller: Call [PHONE] or [WHATEVER], not [EMAIL";
        let removed = removed_details(Some("[EMAIL] asked"), said);
        assert_eq!(shown(&removed), [("EMAIL", None, None), ("PHONE", None, None)]);
    }
}
