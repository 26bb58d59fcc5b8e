//! Code spans and links of a Markdown text, by line.

/// A part of a text.
pub(super) struct Span<'a> {
    /// Line.
    pub(super) line: usize,
    /// Text.
    pub(super) text: &'a str,
}

/// Finds the code spans outside fenced blocks.
pub(super) fn code(text: &str) -> Vec<Span<'_>> {
    prose(text)
        .flat_map(|(line, text)| {
            text.split('`').skip(1).step_by(2).map(move |text| Span { line, text })
        })
        .collect()
}

/// Finds the targets of links outside fenced blocks.
pub(super) fn links(text: &str) -> Vec<Span<'_>> {
    prose(text)
        .flat_map(|(line, text)| {
            let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            targets.map(move |text| Span { line, text })
        })
        .collect()
}

/// Lines with their numbers, without fenced blocks.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().zip(1..).filter_map(move |(text, line)| {
        if text.trim_start().starts_with("```") {
            fenced = !fenced;
            return None;
        }
        (!fenced).then_some((line, text))
    })
}
