//! Windowing of long transcripts: the lines on the page, and links to the others.

use std::ops::Range;

use earshot_domain::{ListQuery, format_number};
use leptos::prelude::*;

use crate::{state::PageQuery, ui::Erased};

/// Maximum number of lines on the page.
const MAX_LINES: usize = 400;

/// The lines on the page; the URL, the playback and the links move it.
#[derive(Clone, Copy)]
pub struct LineWindow {
    first: RwSignal<usize>,
    total: usize,
}

impl LineWindow {
    /// Creates the window of lines with these offsets, at the line or the position that the URL names.
    pub fn new(offsets: Vec<Option<i64>>) -> Self {
        let query = expect_context::<PageQuery>();
        let total = offsets.len();
        let requested_line = Memo::new(move |_| requested_line(&query.get(), &offsets));
        let first =
            RwSignal::new(window_start(requested_line.get_untracked().unwrap_or_default(), total));
        // Not derived: the playback moves it too, and the latest change applies.
        Effect::watch(
            move || requested_line.get(),
            move |line, _, _| {
                if let Some(line) = line {
                    first.set(window_start(*line, total));
                }
            },
            false,
        );
        Self { first, total }
    }

    /// Returns the lines in the window.
    pub fn range(self) -> Range<usize> {
        let first = self.first.get();
        first..(first + MAX_LINES).min(self.total)
    }

    /// Moves the window to a line.
    pub fn show(self, line: usize) {
        let first = window_start(line, self.total);
        if self.first.get_untracked() != first {
            self.first.set(first);
        }
    }
}

/// Returns the line, from 0, that the URL names.
fn requested_line(query: &ListQuery, offsets: &[Option<i64>]) -> Option<usize> {
    let line = query.lines.or(query.turn).map(|line| line.saturating_sub(1));
    let spoken = query.moment.and_then(|moment| {
        let started = |at: &Option<i64>| at.is_some_and(|at| at <= i64::from(moment) * 1000);
        offsets.iter().rposition(started)
    });
    line.and_then(|line| usize::try_from(line).ok()).or(spoken)
}

fn window_start(line: usize, total: usize) -> usize {
    line.min(total.saturating_sub(1)) / MAX_LINES * MAX_LINES
}

/// Range of the window with links to the other lines; nothing if the window holds all of them.
#[component]
pub fn LineParts(window: LineWindow) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    (window.total > MAX_LINES).then(|| {
        let part = move |first: Option<usize>, label: &'static str| {
            let first = u32::try_from(first? + 1).ok()?;
            let href = move || query.get().with_lines(first).href();
            Some(view! { <a class="button" href=href data-noscroll>{label}</a> })
        };
        view! {
            <nav class="line-parts" aria-label="Parts of the transcript">
                {move || {
                    let Range { start, end } = window.range();
                    let number = |count: usize| format_number(count as u64);
                    let later = (end < window.total).then_some(end);
                    view! {
                        <p>
                            {format!(
                                "Lines {} to {} of {}",
                                number(start + 1),
                                number(end),
                                number(window.total),
                            )}
                        </p>
                        {part(start.checked_sub(MAX_LINES), "Earlier lines")}
                        {part(later, "Later lines")}
                    }
                }}
            </nav>
        }
        .erased()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_contains_its_line_and_starts_within_the_transcript() {
        assert_eq!(
            [window_start(0, 10_000), window_start(399, 10_000), window_start(400, 10_000)],
            [0, 0, 400]
        );
        assert_eq!([window_start(99_999, 10_000), window_start(5, 0)], [9_600, 0]);
    }

    #[test]
    fn the_url_names_lines_a_line_or_a_position() {
        let offsets = [Some(0), None, Some(5000), Some(9000)];
        let of = |query: &str| requested_line(&ListQuery::parse(query), &offsets);
        assert_eq!(
            [of(""), of("lines=401&turn=2"), of("turn=2"), of("t=8")],
            [None, Some(400), Some(1), Some(2)]
        );
    }
}
