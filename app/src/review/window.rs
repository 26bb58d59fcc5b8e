//! Which lines of a long transcript stand on the page: as many as stay smooth, and how to get on.

use std::ops::Range;

use earshot_domain::{ListQuery, Turn, grouped};
use leptos::prelude::*;

use crate::{state::PageQuery, ui::Erased};

/// Most lines on the page at once.
const MOST: usize = 400;

/// The lines on the page; the address, the recording and the person move it.
#[derive(Clone, Copy)]
pub struct LineWindow {
    first: RwSignal<usize>,
    total: usize,
}

impl LineWindow {
    /// The part that holds what the address asks for: some lines, one line, or a moment.
    pub fn new(turns: &[Turn]) -> Self {
        let query = expect_context::<PageQuery>();
        let total = turns.len();
        let offsets: Vec<Option<i64>> = turns.iter().map(|turn| turn.offset_ms).collect();
        let asked = Memo::new(move |_| asked(&query.get(), &offsets));
        let first = RwSignal::new(part_of(asked.get_untracked().unwrap_or_default(), total));
        // Not derived: the recording moves it too, and whoever came last has the say.
        Effect::watch(
            move || asked.get(),
            move |line, _, _| {
                if let Some(line) = line {
                    first.set(part_of(*line, total));
                }
            },
            false,
        );
        Self { first, total }
    }

    /// The lines that are shown.
    pub fn shown(self) -> Range<usize> {
        let first = self.first.get();
        first..(first + MOST).min(self.total)
    }

    /// Shows the part with a line.
    pub fn show(self, line: usize) {
        let first = part_of(line, self.total);
        if self.first.get_untracked() != first {
            self.first.set(first);
        }
    }
}

/// The line, from 0, that an address asks for, if any.
fn asked(query: &ListQuery, offsets: &[Option<i64>]) -> Option<usize> {
    let line = query.lines.or(query.turn).map(|line| line.saturating_sub(1));
    let spoken = query.moment.and_then(|moment| {
        let begun = |at: &Option<i64>| at.is_some_and(|at| at <= i64::from(moment) * 1000);
        offsets.iter().rposition(begun)
    });
    line.and_then(|line| usize::try_from(line).ok()).or(spoken)
}

fn part_of(line: usize, total: usize) -> usize {
    line.min(total.saturating_sub(1)) / MOST * MOST
}

/// Says which lines are shown and leads to the others; nothing where all of them are.
#[component]
pub fn LineParts(window: LineWindow) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    (window.total > MOST).then(|| {
        let part = move |first: Option<usize>, label: &'static str| {
            let first = u32::try_from(first? + 1).ok()?;
            let href = move || query.get().showing(first).href();
            Some(view! { <a class="button" href=href data-noscroll>{label}</a> })
        };
        view! {
            <nav class="line-parts" aria-label="Parts of the transcript">
                {move || {
                    let Range { start, end } = window.shown();
                    let words = |count: usize| grouped(count as u64);
                    let later = (end < window.total).then_some(end);
                    view! {
                        <p>
                            {format!(
                                "Lines {} to {} of {}",
                                words(start + 1),
                                words(end),
                                words(window.total),
                            )}
                        </p>
                        {part(start.checked_sub(MOST), "Earlier lines")}
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
    fn a_part_holds_its_line_and_never_begins_behind_the_end() {
        assert_eq!([part_of(0, 10_000), part_of(399, 10_000), part_of(400, 10_000)], [0, 0, 400]);
        assert_eq!([part_of(99_999, 10_000), part_of(5, 0)], [9_600, 0]);
    }

    #[test]
    fn the_address_asks_for_lines_a_line_or_a_moment() {
        let offsets = [Some(0), None, Some(5000), Some(9000)];
        let of = |query: &str| asked(&ListQuery::parse(query), &offsets);
        assert_eq!(
            [of(""), of("lines=401&turn=2"), of("turn=2"), of("t=8")],
            [None, Some(400), Some(1), Some(2)]
        );
    }
}
