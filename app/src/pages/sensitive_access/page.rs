//! Page of sensitive access, newest first.

use earshot_domain::SensitiveAccessPage;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::access::AccessEntry;
use crate::{
    api::{load, load_sensitive_access},
    frame::page_frame,
    ui::{DoneNotice, Erased},
};

/// Sensitive access, for Client Admin and Client Manager; not found for others.
#[component]
pub fn SensitiveAccessPageView() -> impl IntoView {
    let query = use_query_map();
    let page = load(move || query.read().get("after"), load_sensitive_access);
    page_frame("Sensitive access", page, |page| view! { <Content page/> }.erased())
}

#[component]
fn Content(page: SensitiveAccessPage) -> impl IntoView {
    let query = use_query_map();
    let (saved, continued) =
        query.with_untracked(|query| (query.get("saved"), query.get("after").is_some()));
    let SensitiveAccessPage { accesses, next, .. } = page;
    let older = next.map(|id| format!("/activity/sensitive?after={id}"));
    view! {
        <h1>"Sensitive access"</h1>
        <p class="lead">
            "Who asked to see what redaction removed from a call, why, and what came of it: refusals, \
             views, files, and when it ended. For calls of your projects. Opening this page is itself on record."
        </p>
        {(saved.as_deref() == Some("ended"))
            .then(|| view! { <DoneNotice text="The unlock has ended."/> })}
        {if accesses.is_empty() {
            view! {
                <p class="empty">
                    "Nobody has asked to unlock a call. PII unlock is in the details of each opened call."
                </p>
            }
                .erased()
        } else {
            view! {
                <ul class="entries" aria-label="Sensitive access">
                    {accesses
                        .into_iter()
                        .map(|access| view! { <AccessEntry access/> })
                        .collect_view()}
                </ul>
            }
                .erased()
        }}
        <nav class="pager" aria-label="Pages of sensitive access">
            {continued.then(|| view! { <a href="/activity/sensitive" class="button">"Newest"</a> })}
            {older.map(|href| view! { <a href=href class="button">"Older"</a> })}
        </nav>
    }
    .erased()
}
