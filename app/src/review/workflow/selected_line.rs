//! The selected line of a transcript, read from the call as it is now.

use earshot_domain::{HistoryEvent, Turn};
use leptos::prelude::*;

use super::change::Changes;

/// A line of the opened call.
#[derive(Clone, Copy)]
pub(super) struct SelectedLine {
    pub(super) changes: Changes,
    /// Index of the turn, from 0.
    pub(super) turn: u32,
}

impl SelectedLine {
    /// Returns the turn, if the transcript has it.
    pub(super) fn read(self) -> Option<Turn> {
        let index = usize::try_from(self.turn).ok()?;
        self.changes.review.with(|review| review.transcript.turns.get(index).cloned())
    }

    /// Returns the events that concern the line, oldest first.
    pub(super) fn events(self) -> Vec<HistoryEvent> {
        let concerns = |event: &&HistoryEvent| event.turn == Some(self.turn);
        self.changes.review.with(|review| review.history.iter().filter(concerns).cloned().collect())
    }

    /// Returns the number of the last event since which the line reads otherwise, 0 for none.
    pub(super) fn last_text_change(self) -> u32 {
        self.events().iter().rfind(|event| event.alters_line()).map_or(0, |event| event.seq)
    }
}
