//! Words that were typed and not saved yet: kept in the browser tab, so that a reload, another page
//! or a sign-in does not lose them.

use earshot_domain::{FormPairs, ReviewAction};
use leptos::{html, prelude::*};
use web_sys::HtmlFormElement;

use super::change::Changes;
use crate::{
    browser::{form_pairs, read_from_tab, show_values, typed_pairs, write_to_tab},
    state::ShownList,
};

/// What was typed in one form of the opened call.
#[derive(Clone, Copy)]
pub(super) struct Unsaved {
    place: StoredValue<String>,
}

impl Unsaved {
    /// The words of a person in the form of a change.
    pub(super) fn new(changes: Changes, action: ReviewAction) -> Self {
        let list = use_context::<ShownList>();
        let person = list.map(|list| list.page.with_untracked(|page| page.profile.email.clone()));
        let call = changes.review.with_untracked(|review| review.row.id);
        let place = format!("typed {} {call} {}", person.unwrap_or_default(), action.as_str());
        Self { place: StoredValue::new(place) }
    }

    /// Puts the words back into the form.
    pub(super) fn restore(self, form: NodeRef<html::Form>) {
        // An effect runs in the browser only.
        Effect::new(move |_| {
            let Some(form) = form.get() else { return };
            let Some(kept) = read_from_tab(&self.key(&form)).filter(|kept| !kept.is_empty()) else {
                return;
            };
            if let Ok(pairs) = FormPairs::decode(kept.as_bytes()) {
                show_values(&form, &pairs.0, &[]);
            }
        });
    }

    /// Keeps what stands in the form.
    pub(super) fn keep(self, form: NodeRef<html::Form>) {
        if let Some(form) = form.get_untracked() {
            write_to_tab(&self.key(&form), &FormPairs(typed_pairs(&form)).encode());
        }
    }

    /// Forgets what was saved.
    pub(super) fn forget(self, form: &HtmlFormElement) {
        if let Some(key) = self.place.try_get_value().map(|_| self.key(form)) {
            write_to_tab(&key, "");
        }
    }

    /// The place of the words; each line has its own.
    fn key(self, form: &HtmlFormElement) -> String {
        let line = form_pairs(form).into_iter().find(|(name, _)| name == "turn");
        self.place.with_value(|place| match line {
            Some((_, line)) => format!("{place} {line}"),
            None => place.clone(),
        })
    }
}
