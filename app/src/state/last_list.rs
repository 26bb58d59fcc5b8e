//! The list that a person was on last, kept in the browser tab.

use leptos::prelude::*;

use crate::browser::{read_from_tab, write_to_tab};

/// URL of the list; **Calls** leads back to it.
#[derive(Clone, Copy)]
pub struct LastList(RwSignal<Option<String>>);

impl LastList {
    /// No list yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// The URL that leads back to it.
    pub fn href(self) -> String {
        self.0.get().unwrap_or_else(|| "/calls".to_owned())
    }

    /// Notes a person's list.
    pub fn note(self, person: &str, href: String) {
        write_to_tab(&key(person), &href);
        self.0.set(Some(href));
    }

    /// Reads the list that a person was on before the page was loaded.
    pub fn restore(self, person: &str) {
        if self.0.with_untracked(Option::is_none)
            && let Some(href) = read_from_tab(&key(person))
        {
            self.0.set(Some(href));
        }
    }
}

/// Another person who signs in within the same tab has a list of their own.
fn key(person: &str) -> String {
    format!("last-list {person}")
}
