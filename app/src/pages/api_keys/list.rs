//! List of API keys, with their last use.

use earshot_domain::{AddressRange, ApiKey, ApiKeyState, ApiScope};
use leptos::prelude::*;

use crate::ui::{ConfirmButton, Erased, date_time};

/// The list, newest first.
#[component]
pub fn ApiKeyList(keys: Vec<ApiKey>, may_edit: bool) -> impl IntoView {
    if keys.is_empty() {
        return view! { <p class="empty">"No API keys yet."</p> }.erased();
    }
    view! {
        <ul class="entries" aria-label="API keys">
            {keys.into_iter().map(|key| view! { <KeyLine key may_edit/> }).collect_view()}
        </ul>
    }
    .erased()
}

#[component]
fn KeyLine(key: ApiKey, may_edit: bool) -> impl IntoView {
    let active = key.state == ApiKeyState::Active;
    let scopes: Vec<_> = key.scopes.iter().map(|scope| ApiScope::label(*scope)).collect();
    let projects: Vec<_> = key.projects.iter().map(|project| project.name.as_str()).collect();
    let limits = limits(&key);
    let revoke = format!("/settings/api-keys/{}/revoke", key.id);
    let name = key.name.clone();
    view! {
        <li class="entry" class:entry-inactive=!active>
            <div>
                <strong>{key.name}</strong>
                <span class="faint">{key.kind.label()}" "<code>{key.identifier}</code></span>
                <span class=format!("flag flag-{}", key.state)>{key.state.label()}</span>
            </div>
            <div>
                <span>{scopes.join(", ")}</span>
                <span class="faint">{projects.join(", ")}</span>
                <span class="faint">{limits}</span>
            </div>
            <div>
                <span>{key.last_used.map_or_else(|| "Never used".to_owned(), |at| format!("Last used {}", date_time(&at)))}</span>
                <span class="faint">"Created by "{key.created_by}" on "{key.created.day}</span>
                {key.expires.map(|at| view! { <span class="faint">"Expires "{date_time(&at)}</span> })}
                {(may_edit && active)
                    .then(|| {
                        let label = format!("Revoke {name}");
                        let question = format!("Revoke the API key “{name}”?");
                        view! {
                            <ConfirmButton
                                action=revoke
                                text="Revoke"
                                label
                                question
                                effect="Programs that use it are refused from now on. A revoked key cannot be restored."
                            />
                        }
                    })}
            </div>
        </li>
    }
    .erased()
}

fn limits(key: &ApiKey) -> String {
    let mut parts = vec![format!("{} requests per minute", key.requests_per_minute)];
    if !key.addresses.is_empty() {
        let addresses: Vec<_> = key.addresses.iter().map(AddressRange::to_string).collect();
        parts.push(format!("from {}", addresses.join(", ")));
    }
    if !key.origins.is_empty() {
        parts.push(format!("for pages from {}", key.origins.join(", ")));
    }
    parts.join("; ")
}
