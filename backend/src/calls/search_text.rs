//! Texts of a conversation that are stored for the list, search and files.

use std::borrow::Cow;

use earshot_domain::{ProjectId, Turn};

use super::words::WordIndex;
use crate::{
    Error,
    store::{LongWriter, SearchTexts, project_word},
};

/// Bytes around the text of a turn, at most, unless it has much to escape.
const ROOM_OF_A_TURN: usize = 64;

impl SearchTexts {
    /// Builds the texts from redacted turns and the redacted summary.
    pub(crate) fn new(
        turns: &[Turn],
        summary: Option<&str>,
        project_id: ProjectId,
    ) -> Result<Self, Error> {
        let bytes = turns.iter().map(|turn| turn.text.len()).sum();
        let mut texts = GrowingTexts::new(summary, turns.len(), bytes);
        turns.iter().try_for_each(|turn| texts.add(turn))?;
        texts.finish(project_id)
    }
}

/// Texts that are built turn by turn, so that a turn need not be kept.
pub(crate) struct GrowingTexts {
    turns: LongWriter,
    one_line_transcript: LongWriter,
    words: WordIndex,
}

impl GrowingTexts {
    /// Begins with the redacted summary; the transcript has so many turns, and about so many bytes.
    pub(crate) fn new(summary: Option<&str>, turns: usize, bytes: usize) -> Self {
        let room = bytes.saturating_add(turns.saturating_mul(ROOM_OF_A_TURN));
        let mut words = WordIndex::default();
        if let Some(summary) = summary {
            words.add(summary);
        }
        Self {
            turns: LongWriter::with_capacity(room.saturating_add(2)),
            one_line_transcript: LongWriter::with_capacity(room),
            words,
        }
    }

    /// Adds the next turn, redacted.
    pub(crate) fn add(&mut self, turn: &Turn) -> Result<(), Error> {
        if self.turns.is_empty() {
            self.turns.push("[")?;
        } else {
            self.turns.push(",")?;
            self.one_line_transcript.push(" ")?;
        }
        self.turns.push_json(turn)?;
        for part in parts(turn) {
            self.one_line_transcript.push(&part)?;
        }
        // Only the turns' texts are indexed: the speakers' labels occur in every call.
        self.words.add(&turn.text);
        Ok(())
    }

    /// The texts of a call of this project.
    pub(crate) fn finish(mut self, project_id: ProjectId) -> Result<SearchTexts, Error> {
        self.turns.push(if self.turns.is_empty() { "[]" } else { "]" })?;
        let mut words = self.words.words();
        words.push(project_word(project_id));
        Ok(SearchTexts {
            turns: self.turns.into_text()?,
            one_line_transcript: self.one_line_transcript.into_text()?,
            words: words.join(" "),
        })
    }
}

/// A transcript on one line.
pub(crate) fn one_line_transcript(turns: &[Turn]) -> String {
    let mut line = String::new();
    for turn in turns {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(parts(turn));
    }
    line
}

/// The parts of a turn on one line.
fn parts(turn: &Turn) -> [Cow<'_, str>; 3] {
    [turn.speaker.label().into(), ": ".into(), one_line(&turn.text)]
}

/// Replaces every line break by a space, so that a record is a line.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    const BREAKS: [char; 7] = ['\r', '\n', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    // The compiler vectorises this check; only suspicious texts, which are rare, are read by
    // character.
    let suspicious = |byte: u8| byte < b' ' || byte == 0xc2 || byte == 0xe2;
    let suspect = text.bytes().fold(false, |found, byte| found | suspicious(byte));
    if !suspect || !text.contains(BREAKS) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> =
        text.split(BREAKS).map(str::trim).filter(|line| !line.is_empty()).collect();
    Cow::Owned(lines.join(" "))
}
