//! A transcript as plain text: facts about the call, then one line per turn.

use super::document::{Line, TranscriptDocument};

/// Writes the file: UTF-8, a line feed after each line.
pub(super) fn write(document: &TranscriptDocument) -> Vec<u8> {
    let mut text = format!("{}\n\n", document.title);
    lines(&mut text, &document.metadata);
    text.push('\n');
    lines(&mut text, &document.turns);
    if let Some(history) = &document.history {
        text.extend(["\n", TranscriptDocument::HISTORY, "\n\n"]);
        lines(&mut text, history);
        if history.is_empty() {
            text.push_str(TranscriptDocument::NO_HISTORY);
            text.push('\n');
        }
    }
    text.into_bytes()
}

fn lines(text: &mut String, lines: &[Line]) {
    for Line { label, text: value, .. } in lines {
        text.extend([label, ": ", value, "\n"]);
    }
}
