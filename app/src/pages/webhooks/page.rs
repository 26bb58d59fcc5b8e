//! Webhooks page, with the secret of a new webhook.

use earshot_domain::CreatedWebhook;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

use super::{form::WebhookFormView, list::WebhookList};
use crate::{
    api::{WebhooksPage, load, load_webhooks},
    frame::page_frame,
    ui::{Copyable, DoneNotice, Erased},
};

/// Webhooks, for Client Admin; not found for others.
#[component]
pub fn WebhooksPageView() -> impl IntoView {
    let page = load(|| (), |()| load_webhooks());
    page_frame("Webhooks", page, |page| view! { <Content page/> }.erased())
}

#[component]
fn Content(page: WebhooksPage) -> impl IntoView {
    let WebhooksPage { webhooks, created, problem, form } = page;
    let projects = webhooks.profile.projects.clone();
    view! {
        <p class="breadcrumb"><A href="/settings">"Settings"</A></p>
        <h1>"Webhooks"</h1>
        <p class="lead">
            "A webhook notifies another system of events of calls and exports. It sends identifiers and \
             states, never what was said or who called. It covers the projects you select, as far as the \
             person who created it has access to them."
        </p>
        <Confirmation/>
        {created.map(|created| view! { <WebhookSecret created/> })}
        <WebhookFormView projects problem form/>
        <WebhookList webhooks=webhooks.webhooks/>
    }
    .erased()
}

/// Confirmation of the last action.
#[component]
pub fn Confirmation() -> impl IntoView {
    let saved = use_query_map().get_untracked().get("saved");
    let confirmation = saved.as_deref().and_then(|what| match what {
        "on" => Some("Webhook enabled. Events are sent from now on."),
        "off" => Some("Webhook disabled. Pending deliveries were cancelled."),
        "removed" => Some("Webhook removed, with all its deliveries."),
        "test" => Some("Test queued for delivery."),
        "again" => Some("Delivery queued again."),
        _ => None,
    });
    confirmation.map(|text| view! { <DoneNotice text/> })
}

#[component]
fn WebhookSecret(created: CreatedWebhook) -> impl IntoView {
    view! {
        <section class="notice secret-notice" role="status" aria-label="New webhook">
            <strong>{format!("Webhook {} added", created.name)}</strong>
            <p>
                "Deliveries are signed with this secret. Copy it now: it is shown only once."
            </p>
            <Copyable text=created.secret/>
        </section>
    }
    .erased()
}
