//! Texts of a conversation that are stored for the list, search and files.

use std::borrow::Cow;

use earshot_domain::{ProjectId, Turn};

use crate::{
    Error,
    calls::indexed_words,
    store::{SearchTexts, project_word},
};

impl SearchTexts {
    /// Builds the texts from redacted turns and the redacted summary.
    pub(crate) fn new(
        turns: &[Turn],
        summary: Option<&str>,
        project_id: ProjectId,
    ) -> Result<Self, Error> {
        // Only the turns' texts are indexed: the speakers' labels occur in every call.
        let texts = turns.iter().map(|turn| turn.text.as_str());
        let indexed: Vec<&str> = summary.into_iter().chain(texts).collect();
        let mut index = indexed_words(&indexed.join(" "));
        index.push(project_word(project_id));
        Ok(Self {
            turns: serde_json::to_string(turns)?,
            one_line_transcript: one_line_transcript(turns),
            words: index.join(" "),
        })
    }
}

/// The conversation on one line, for the CSV.
fn one_line_transcript(turns: &[Turn]) -> String {
    let lines: Vec<String> = turns
        .iter()
        .map(|turn| format!("{}: {}", turn.speaker.label(), one_line(&turn.text)))
        .collect();
    lines.join(" ")
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
