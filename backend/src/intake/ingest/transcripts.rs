//! Comparison of the transcripts of two records of a call.

use std::{borrow::Cow, cmp::Ordering};

use earshot_domain::{
    Speaker,
    TranscriptState::{Available, Live, Missing},
};

use super::{project_ingest::Prepared, record::Record};
use crate::{
    Error,
    intake::{
        merging::{Change, text},
        readers::IncomingTurn,
    },
    privacy::{encryption::TenantKey, redaction::RedactedTurns},
};

/// Relation of the transcript that came again to the stored one. A longer one whose beginning agrees is
/// more; one that is missing or still live says nothing.
pub(super) fn compare(
    stored: &Record,
    again: &Record,
    (key, sent): (&TenantKey, &Prepared),
) -> Result<Change, Error> {
    Ok(match (stored.clear.transcript_state, again.clear.transcript_state) {
        (Missing, Missing) => Change::Same,
        (_, Missing) => Change::Silent,
        (Available, Available) => compare_lines(stored, again, key, sent)?,
        (stored, again) if stored == again => Change::Same,
        (Missing | Live, _) => Change::Added,
        (_, Live) => Change::Silent,
        _ => Change::Differs,
    })
}

fn compare_lines(
    stored: &Record,
    again: &Record,
    key: &TenantKey,
    sent: &Prepared,
) -> Result<Change, Error> {
    let (old, new) = (stored.clear.turns.len(), again.clear.turns.len());
    let common = old.min(new);
    let mut lines = Lines { last: Change::Same, is_other: false };
    if stored.has_raw_text {
        compare_raw(&mut lines, (stored, again), key, sent)?;
    } else {
        // Redacted together and without what follows, because what follows can change the redaction.
        let texts = sent.lines(key)?;
        let agent = again.shown.agent.as_deref();
        let known = redacted(&stored.clear.turns[..common], agent);
        let marks = stored.marks.all_hidden();
        let unmarked = |(speaker, text): Line<'_>| -> Line<'static> {
            (speaker, marks.hide(None, &text).text.into())
        };
        for (known, said) in known.zip(redacted(&texts[..common], agent)) {
            lines.pass(&unmarked(known), &unmarked(said));
        }
    }
    let Lines { last, is_other } = lines;
    Ok(match (last, new.cmp(&old)) {
        (_, Ordering::Less) if is_other => Change::Shorter,
        _ if is_other => Change::Differs,
        (Change::Same, Ordering::Equal) => compare_times(stored, again),
        (Change::Same, Ordering::Greater) | (Change::Continued, Ordering::Equal) => {
            Change::Continued
        }
        // The line that was still being spoken when the first record was made.
        (Change::Continued, Ordering::Greater) => Change::Continued,
        (_, Ordering::Less) | (Change::Shorter, Ordering::Equal) => Change::Shorter,
        _ => Change::Differs,
    })
}

/// Compares the lines as they came, each text of which is read when it is compared.
fn compare_raw(
    lines: &mut Lines,
    (stored, again): (&Record, &Record),
    key: &TenantKey,
    sent: &Prepared,
) -> Result<(), Error> {
    let mut pairs = stored.clear.turns.iter().zip(&again.clear.turns);
    sent.pass_texts(key, &mut |text| {
        if let Some((known, said)) = pairs.next() {
            let known = (known.speaker, known.text.as_str().into());
            lines.pass(&known, &(said.speaker, text.into()));
        }
    })
}

/// A line, with who says it.
type Line<'r> = (Speaker, Cow<'r, str>);

/// The lines of two records, compared one after the other.
struct Lines {
    last: Change,
    /// Whether a line before the last differs.
    is_other: bool,
}

impl Lines {
    fn pass(&mut self, known: &Line<'_>, said: &Line<'_>) {
        if self.last == Change::Same {
            self.last = compare_line(known, said);
        } else {
            self.is_other = true;
        }
    }
}

/// Lines, redacted.
fn redacted<'r>(
    turns: &'r [IncomingTurn],
    agent: Option<&str>,
) -> impl Iterator<Item = Line<'r>> + use<'r> {
    let said = turns.iter().map(|turn| (turn.speaker, turn.text.as_str()));
    let texts = RedactedTurns::new(said, agent);
    turns.iter().zip(texts).map(|(turn, redacted)| (turn.speaker, redacted.text.into()))
}

fn compare_line(known: &Line<'_>, said: &Line<'_>) -> Change {
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
