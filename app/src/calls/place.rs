//! The place of the list: noted for the way back, and completed where the URL leaves it open.

use earshot_domain::{CallFilter, ListQuery};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    browser::came_from,
    state::{LastList, PageQuery, ShownList},
};

/// Notes the list of the URL, and returns to the last one after signing in.
pub fn keep_place(list: ShownList) {
    let (query, last) = (expect_context::<PageQuery>(), expect_context::<LastList>());
    let navigate = use_navigate();
    let replace = move |href: &str| {
        navigate(
            href,
            NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() },
        );
    };
    let landed = StoredValue::new(false);
    // An effect runs in the browser only.
    Effect::new(move |_| {
        let person = list.page.with_untracked(|page| page.profile.email.clone());
        let now = ListQuery { export: false, ..query.get() };
        if !landed.get_value() {
            landed.set_value(true);
            last.restore(&person);
            let before = last.href();
            if came_from("/sign-in") && is_bare(&now) && before != now.href() && before != "/calls"
            {
                replace(&before);
                return;
            }
        }
        let implied = list.page.with_untracked(|page| page.filter.project.clone());
        if now.filter.project.is_none() && now.errors.is_empty() && implied.is_some() {
            let filter = CallFilter { project: implied, ..now.filter.clone() };
            replace(&ListQuery { filter, ..now }.href());
        } else {
            last.note(&person, now.href());
        }
    });
}

/// Whether a URL selects nothing but a project, as after signing in.
fn is_bare(list: &ListQuery) -> bool {
    let filter = CallFilter { project: list.filter.project.clone(), ..CallFilter::default() };
    *list == ListQuery { filter, ..ListQuery::default() }
}
