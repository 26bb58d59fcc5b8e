//! Comparison of the transcripts of two records of a call.

use std::{borrow::Cow, cmp::Ordering};

use earshot_domain::{
    Speaker,
    TranscriptState::{Available, Live, Missing},
};

use super::record::Record;
use crate::{
    intake::merging::{Change, text},
    privacy::redaction::redact_turns,
};

/// Relation of the transcript that came again to the stored one. A longer one whose beginning agrees is
/// more; one that is missing or still live says nothing.
pub(super) fn compare(stored: &Record, again: &Record) -> Change {
    match (stored.clear.transcript_state, again.clear.transcript_state) {
        (Missing, Missing) => Change::Same,
        (_, Missing) => Change::Silent,
        (Available, Available) => compare_lines(stored, again),
        (stored, again) if stored == again => Change::Same,
        (Missing | Live, _) => Change::Added,
        (_, Live) => Change::Silent,
        _ => Change::Differs,
    }
}

fn compare_lines(stored: &Record, again: &Record) -> Change {
    let (old, new) = (stored.clear.turns.len(), again.clear.turns.len());
    let common = old.min(new);
    let is_raw = stored.has_raw_text && again.has_raw_text;
    let (known, said) = (lines(stored, common, is_raw), lines(again, common, is_raw));
    let mut pairs = known.iter().zip(&said);
    let last = pairs.next_back().map_or(Change::Same, |(known, said)| compare_line(known, said));
    if pairs.any(|(known, said)| compare_line(known, said) != Change::Same) {
        return if new < old { Change::Shorter } else { Change::Differs };
    }
    match (last, new.cmp(&old)) {
        (Change::Same, Ordering::Equal) => compare_times(stored, again),
        (Change::Same, Ordering::Greater) | (Change::Continued, Ordering::Equal) => {
            Change::Continued
        }
        // The line that was still being spoken when the first record was made.
        (Change::Continued, Ordering::Greater) => Change::Continued,
        (_, Ordering::Less) | (Change::Shorter, Ordering::Equal) => Change::Shorter,
        _ => Change::Differs,
    }
}

/// The first lines of a record, in the form in which both are known.
fn lines(record: &Record, count: usize, is_raw: bool) -> Vec<(Speaker, Cow<'_, str>)> {
    let turns = record.clear.turns.iter().take(count);
    if is_raw {
        return turns.map(|turn| (turn.speaker, Cow::from(&turn.text))).collect();
    }
    // Redacted together and without what follows, because what follows can change the redaction.
    let redacted = redact_turns(turns.clone().map(|turn| (turn.speaker, turn.text.as_str())));
    turns.zip(redacted).map(|(turn, redacted)| (turn.speaker, redacted.text.into())).collect()
}

fn compare_line(known: &(Speaker, Cow<'_, str>), said: &(Speaker, Cow<'_, str>)) -> Change {
    if known.0 != said.0 {
        return Change::Differs;
    }
    text(Some(known.1.as_ref()), Some(said.1.as_ref()))
}

fn compare_times(stored: &Record, again: &Record) -> Change {
    let mut pairs = stored.offsets.iter().zip(&again.offsets);
    if pairs.clone().any(|(known, said)| known.is_some() && said.is_some() && known != said) {
        return Change::Differs;
    }
    if pairs.any(|(known, said)| known.is_none() && said.is_some()) {
        return Change::Continued;
    }
    Change::Same
}
