//! API keys page, with the secret of a new key.

use earshot_domain::CreatedApiKey;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

use super::{examples::Examples, form::ApiKeyFormView, list::ApiKeyList};
use crate::{
    api::{ApiKeysPage, load, load_api_keys},
    frame::page_frame,
    ui::{Copyable, DoneNotice, Erased},
};

/// API keys: Client Admin creates and revokes them, Client Manager reads them.
#[component]
pub fn ApiKeysPageView() -> impl IntoView {
    let page = load(|| (), |()| load_api_keys());
    page_frame("API keys", page, |page| view! { <Content page/> }.erased())
}

#[component]
fn Content(page: ApiKeysPage) -> impl IntoView {
    let ApiKeysPage { keys, created, problem, form, examples } = page;
    let revoked = use_query_map().get_untracked().get("saved").as_deref() == Some("revoked");
    let projects = keys.profile.projects.clone();
    view! {
        <p class="breadcrumb"><A href="/settings">"Settings"</A></p>
        <h1>"API keys"</h1>
        <p class="lead">
            "An API key lets another system submit calls, follow new calls, export conversations, or \
             download call legs as a PBX client. It is limited to the projects you select and to \
             the permissions of the person who created it."
        </p>
        {revoked
            .then(|| view! { <DoneNotice text="API key revoked. It can no longer be used."/> })}
        {created.map(|created| view! { <CreatedKey created/> })}
        {if keys.may_edit {
            view! { <ApiKeyFormView projects problem form/> }.erased()
        } else {
            view! { <p class="lead">"A Client Admin can create and revoke API keys."</p> }.erased()
        }}
        <ApiKeyList keys=keys.keys may_edit=keys.may_edit/>
        <p class="faint">
            "Internal services identify this organisation as "
            <code>{keys.organization_id}</code>
            "."
        </p>
        <Examples examples/>
    }
    .erased()
}

#[component]
fn CreatedKey(created: CreatedApiKey) -> impl IntoView {
    let label = if created.client_id.is_some() { "Client secret" } else { "Key" };
    view! {
        <section class="notice secret-notice" role="status" aria-label="New API key">
            <strong>{format!("API key {} created", created.name)}</strong>
            <p>"Copy it now: it is shown only once."</p>
            {created
                .client_id
                .map(|id| view! { <p>"Client ID"</p> <Copyable text=id/> })}
            <p>{label}</p>
            <Copyable text=created.secret/>
        </section>
    }
    .erased()
}
