//! Page of one contact: identities, suggestions and calls.

use earshot_domain::{Contact, ContactPage, Permission};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

use super::{
    calls::ContactCalls,
    list::call_count,
    requests::{LegalRequests, request_confirmation},
    suggestions::Suggestions,
};
use crate::{
    api::{load, load_contact},
    frame::page_frame,
    ui::{DoneNotice, Erased, PostButton},
};

/// A contact, for Client Admin and Client Manager; not found for others.
#[component]
pub fn ContactPageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let page = load(
        move || (params.read().get("contact_id").unwrap_or_default(), query.read().get("cursor")),
        |(contact_id, cursor)| load_contact(contact_id, cursor),
    );
    page_frame("Contact", page, |page| view! { <Content page/> }.erased())
}

#[component]
fn Content(page: ContactPage) -> impl IntoView {
    let ContactPage { profile, contact, calls, older, continued, suggestions, requests } = page;
    let here = format!("/contacts/{}", contact.id);
    let first = continued.then(|| here.clone());
    let older = older.map(|cursor| format!("{here}?cursor={cursor}"));
    let export = profile.may(Permission::ExportInBackground).then(|| {
        let href = format!("/exports/new?contact={}", contact.id);
        view! { <a class="button" href=href>"Export…"</a> }
    });
    let legal = profile.may(Permission::AnswerSubjectRequests).then(|| {
        let unjoined = !suggestions.is_empty();
        view! { <LegalRequests requests here=here.clone() unjoined/> }
    });
    let (label, count) = (contact.label().to_owned(), call_count(contact.calls));
    view! {
        <p class="breadcrumb"><A href="/contacts">"Contacts"</A></p>
        <h1><bdi>{label.clone()}</bdi></h1>
        <Confirmation/>
        <Identities contact/>
        <Suggestions suggestions here label/>
        {legal}
        <div class="contact-calls-head"><h2>{count}</h2>{export}</div>
        <ContactCalls calls/>
        <nav class="pager" aria-label="Pages of calls">
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
    let confirmation = saved.as_deref().and_then(|what| match what {
        "merged" => Some("Joined. The calls of both are listed below."),
        "dismissed" => Some("Kept apart. This is not suggested again."),
        "split" => Some("Separated. This is now a contact of its own."),
        other => request_confirmation(other),
    });
    confirmation.map(|text| view! { <DoneNotice text/> })
}

/// The numbers and addresses; each of several can be taken out again.
#[component]
fn Identities(contact: Contact) -> impl IntoView {
    let several = contact.identities.len() > 1;
    let action = format!("/contacts/{}/identities", contact.id);
    let line = |identity: earshot_domain::Identity| {
        let (kind, value) = (identity.kind.label(), identity.value);
        let separate = several.then(|| {
            let action = format!("{action}/{}/split", identity.id);
            let label = format!("Separate {value} from this contact");
            view! { <PostButton action text="Separate" label/> }
        });
        view! {
            <li class="contact-identity">
                <span class="faint">{kind}</span>
                <strong><bdi>{value}</bdi></strong>
                {separate}
            </li>
        }
    };
    view! {
        <ul class="contact-identities" aria-label="Numbers and addresses">
            {contact.identities.into_iter().map(line).collect_view()}
        </ul>
    }
    .erased()
}
