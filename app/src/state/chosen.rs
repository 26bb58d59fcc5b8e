//! Calls chosen one by one, kept in the browser tab across pages of the list.

use earshot_domain::{CallFilter, CallId, ExportFormat, ExportRequest, MAX_CHOSEN_CALLS, Sort};
use leptos::prelude::*;

use crate::browser::{read_from_tab, write_to_tab};

/// The chosen calls of one person.
#[derive(Clone, Copy)]
pub struct ChosenCalls {
    ids: RwSignal<Vec<CallId>>,
    person: StoredValue<String>,
}

impl ChosenCalls {
    /// No calls, of nobody yet.
    pub fn new() -> Self {
        Self { ids: RwSignal::new(Vec::new()), person: StoredValue::new(String::new()) }
    }

    /// Reads the calls that a person chose in this tab before.
    pub fn restore(self, person: &str) {
        if self.person.with_value(|known| known == person) {
            return;
        }
        self.person.set_value(person.to_owned());
        let stored = read_from_tab(&key(person)).unwrap_or_default();
        let ids = stored.split(',').filter_map(|id| id.parse().ok());
        self.ids.set(ids.take(MAX_CHOSEN_CALLS).collect());
    }

    /// Whether a call is chosen.
    pub fn has(self, id: CallId) -> bool {
        self.ids.with(|ids| ids.contains(&id))
    }

    /// The number of chosen calls.
    pub fn count(self) -> usize {
        self.ids.with(Vec::len)
    }

    /// Whether no further call can be chosen.
    pub fn is_full(self) -> bool {
        self.count() >= MAX_CHOSEN_CALLS
    }

    /// Chooses a call, or no longer.
    pub fn set(self, id: CallId, chosen: bool) {
        self.ids.update(|ids| {
            ids.retain(|known| *known != id);
            if chosen && ids.len() < MAX_CHOSEN_CALLS {
                ids.push(id);
            }
        });
        self.store();
    }

    /// Chooses none.
    pub fn clear(self) {
        self.ids.set(Vec::new());
        self.store();
    }

    /// URL of the page of their export, in an order of the list.
    pub fn export_href(self, sort: Sort) -> String {
        let filter = CallFilter { sort, ..CallFilter::default() };
        let calls = self.ids.get_untracked();
        let request = ExportRequest { calls, ..ExportRequest::new(filter, ExportFormat::Csv) };
        format!("/exports/new?{}", request.to_query())
    }

    fn store(self) {
        let ids: Vec<String> =
            self.ids.with_untracked(|ids| ids.iter().map(CallId::to_string).collect());
        self.person.with_value(|person| write_to_tab(&key(person), &ids.join(",")));
    }
}

/// Another person who signs in within the same tab has a selection of their own.
fn key(person: &str) -> String {
    format!("chosen-calls {person}")
}
