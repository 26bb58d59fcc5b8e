//! Contacts page: search and list.

use earshot_domain::{ContactsPage, MAX_CONTACT_SEARCH};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    list::ContactList,
    requests::{OpenRequests, request_confirmation},
};
use crate::{
    api::{load, load_contacts},
    frame::page_frame,
    ui::{DoneNotice, Erased, FieldErrors},
};

/// Contacts, for Client Admin and Client Manager; not found for others.
#[component]
pub fn ContactsPageView() -> impl IntoView {
    let query = use_query_map();
    let page = load(
        move || (query.read().get("q"), query.read().get("cursor")),
        |(q, cursor)| load_contacts(q, cursor),
    );
    page_frame("Contacts", page, |page| view! { <Content page/> }.erased())
}

#[component]
fn Content(page: ContactsPage) -> impl IntoView {
    let ContactsPage { query, errors, contacts, next, incomplete, requests, .. } = page;
    let continued = query.cursor.is_some();
    let at = |cursor| earshot_domain::ContactQuery { cursor, ..query.clone() }.href();
    let first = continued.then(|| at(None));
    let older = next.map(|cursor| at(Some(cursor)));
    let searched = !query.q.is_empty();
    let refused = !errors.is_empty();
    view! {
        <h1>"Contacts"</h1>
        <p class="lead">
            "Everyone your projects had calls with, the latest first: by their number, or by an \
             e-mail address that the source verified."
        </p>
        <Confirmation/>
        <OpenRequests requests/>
        <SearchForm text=query.q.clone()/>
        {refused
            .then(|| {
                view! {
                    <div class="notice notice-problem" role="alert"><FieldErrors errors/></div>
                }
            })}
        {incomplete
            .then(|| {
                view! {
                    <p class="notice" role="status">
                        "Calls are being added to the contacts. Reload the page in a moment."
                    </p>
                }
            })}
        {(!refused).then(|| view! { <ContactList contacts searched/> })}
        <nav class="pager" aria-label="Pages of contacts">
            {first.map(|href| view! { <a href=href class="button">"Latest"</a> })}
            {older.map(|href| view! { <a href=href class="button">"Older"</a> })}
        </nav>
    }
    .erased()
}

/// Confirmation of the last action.
#[component]
fn Confirmation() -> impl IntoView {
    let saved = use_query_map().get_untracked().get("saved");
    let confirmation = saved.as_deref().and_then(request_confirmation);
    confirmation.map(|text| view! { <DoneNotice text/> })
}

#[component]
fn SearchForm(text: String) -> impl IntoView {
    let clear = (!text.is_empty()).then(|| {
        view! { <a class="button button-quiet" href="/contacts">"Show all"</a> }
    });
    view! {
        <form class="contact-search" method="get" action="/contacts" role="search">
            <label class="field">
                <span>"Name, number or e-mail address"</span>
                <input
                    type="search"
                    name="q"
                    value=text
                    maxlength=MAX_CONTACT_SEARCH.to_string()
                    autocomplete="off"
                />
            </label>
            <button class="button button-primary" type="submit">"Search"</button>
            {clear}
        </form>
    }
    .erased()
}
