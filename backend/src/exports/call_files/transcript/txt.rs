//! A transcript as plain text: facts about the call, then one line per turn.

use super::document::{Line, TranscriptDocument};

/// Writes the file: UTF-8, a line feed after each line.
pub(in crate::exports) fn write(document: &TranscriptDocument) -> Vec<u8> {
    let mut text = format!("{}\n\n", document.title);
    lines(&mut text, &document.metadata);
    text.push('\n');
    lines(&mut text, &document.turns);
    for section in &document.sections {
        text.extend(["\n", section.heading, "\n\n"]);
        lines(&mut text, &section.lines);
        if section.lines.is_empty() {
            text.extend([section.empty, "\n"]);
        }
    }
    text.into_bytes()
}

fn lines(text: &mut String, lines: &[Line]) {
    for Line { label, text: value, .. } in lines {
        text.extend([label, ": ", value, "\n"]);
    }
}
