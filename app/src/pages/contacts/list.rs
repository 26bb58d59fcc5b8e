//! List of contacts.

use earshot_domain::{Contact, format_number};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::ui::{Erased, date_time};

/// The list, the contact with the latest call first.
#[component]
pub fn ContactList(
    /// The contacts.
    contacts: Vec<Contact>,
    /// Whether they were searched for.
    searched: bool,
) -> impl IntoView {
    if contacts.is_empty() {
        let text = if searched {
            "No contact matches. Try a whole number, its last four digits, or the beginning of a name."
        } else {
            "No contacts yet. They appear with the first call that has a number."
        };
        return view! { <p class="empty">{text}</p> }.erased();
    }
    view! {
        <ul class="entries" aria-label="Contacts">
            {contacts.into_iter().map(|contact| view! { <ContactLine contact/> }).collect_view()}
        </ul>
    }
    .erased()
}

#[component]
fn ContactLine(contact: Contact) -> impl IntoView {
    let href = format!("/contacts/{}", contact.id);
    let label = contact.label().to_owned();
    let values: Vec<_> =
        contact.identities.iter().map(|identity| identity.value.as_str()).collect();
    let values = contact.name.is_some().then(|| values.join(", "));
    let last = contact.last_call.clone();
    view! {
        <li class="entry contact-entry" data-contact-id=contact.id.to_string()>
            <div>
                <A href=href><bdi>{label}</bdi></A>
            </div>
            <div>{values.map(|values| view! { <span><bdi>{values}</bdi></span> })}</div>
            <div>
                <span>{call_count(contact.calls)}</span>
                <time class="faint" datetime=last.rfc3339.clone()>
                    "Latest "{date_time(&last)}
                </time>
            </div>
        </li>
    }
    .erased()
}

/// `1 call`, `1,204 calls`.
pub fn call_count(calls: u64) -> String {
    let unit = if calls == 1 { "call" } else { "calls" };
    format!("{} {unit}", format_number(calls))
}
