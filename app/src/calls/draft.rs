//! Draft of the filter form: what stands in its fields, until it is applied.

use earshot_domain::{CallFilter, FilterParameter, FormPairs, ListQuery};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use web_sys::HtmlFormElement;

use crate::{
    browser::{clear_field, form_pairs, set_field, show_values},
    state::{PageQuery, ShownList},
};

/// The filter form. Copied into its parts.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The form.
    pub form: NodeRef<html::Form>,
    list: ShownList,
    query: PageQuery,
    /// Whether something was typed that is not applied yet.
    pub changed: RwSignal<bool>,
    navigate: Callback<String>,
}

impl Draft {
    /// Creates the draft of the form that shows the filter of the URL.
    pub fn new(list: ShownList) -> Self {
        let navigate = use_navigate();
        let options = || NavigateOptions { scroll: false, ..NavigateOptions::default() };
        let this = Self {
            form: NodeRef::new(),
            list,
            query: expect_context(),
            changed: RwSignal::new(false),
            navigate: Callback::new(move |href: String| navigate(&href, options())),
        };
        this.follow_url();
        this
    }

    /// Searches for what stands in the form.
    pub fn apply(self) {
        let Some(form) = self.form.get_untracked() else { return };
        self.changed.set(false);
        let href = href(&form);
        if href == self.query.get_untracked().href() {
            self.list.reload();
        } else {
            self.navigate.run(href);
        }
    }

    /// Sets text fields and searches.
    pub fn set<const N: usize>(self, fields: [(&str, String); N]) {
        let Some(form) = self.form.get_untracked() else { return };
        for (name, value) in fields {
            set_field(&form, name, &value);
        }
        self.apply();
    }

    /// Takes one value out of the form and searches.
    pub fn remove(self, parameter: FilterParameter, value: &str) {
        let Some(form) = self.form.get_untracked() else { return };
        clear_field(&form, parameter.as_str(), value);
        self.apply();
    }

    /// Shows the filter of the URL whenever it changes, as by going back, and once the page has
    /// the choices that belong to it. Words that were typed and not applied stay.
    fn follow_url(self) {
        let Self { list, query, .. } = self;
        let applied = Memo::new(move |_| {
            list.page.track();
            pairs(&query.get().filter, list)
        });
        let show = move |now: Vec<(String, String)>, before: Vec<(String, String)>| {
            if let Some(form) = self.form.try_get_untracked().flatten() {
                show_values(&form, &now, &before);
            }
        };
        Effect::watch(
            move || {
                list.page.track();
                applied.get()
            },
            move |now, before, _| {
                let (now, before) = (now.clone(), before.unwrap_or(now).clone());
                // Once the choices of the page are there.
                request_animation_frame(move || show(now, before));
            },
            false,
        );
    }
}

/// The values of a filter by their fields; the project may be the one that the server chose.
fn pairs(filter: &CallFilter, list: ShownList) -> Vec<(String, String)> {
    let mut filter = filter.clone();
    if filter.project.is_none() {
        filter.project = list.page.with(|page| page.project.as_ref().map(|it| it.slug.clone()));
    }
    let pairs = filter.pairs().into_iter();
    pairs.map(|(parameter, value)| (parameter.as_str().to_owned(), value)).collect()
}

/// The URL of the search. Invalid values are sent as they are, so that the server reports them.
fn href(form: &HtmlFormElement) -> String {
    let pairs = form_pairs(form);
    let parsed = CallFilter::parse(pairs.iter().map(|(name, value)| (&**name, &**value)));
    if parsed.errors.is_empty() {
        return ListQuery { filter: parsed.filter, ..ListQuery::default() }.href();
    }
    let filled = pairs.into_iter().filter(|(_, value)| !value.trim().is_empty());
    format!("/calls?{}", FormPairs(filled.collect()).encode())
}
