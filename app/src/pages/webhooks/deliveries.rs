//! Page of one webhook: its deliveries, newest first.

use earshot_domain::{Webhook, WebhookDeliveries, WebhookState};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

use super::{delivery::DeliveryLine, list::Actions, page::Confirmation};
use crate::{
    api::{load, load_webhook_deliveries},
    frame::page_frame,
    ui::Erased,
};

/// Deliveries of a webhook, for Client Admin; not found for others.
#[component]
pub fn WebhookDeliveriesPageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let page = load(
        move || (params.read().get("webhook_id").unwrap_or_default(), query.read().get("after")),
        |(webhook_id, after)| load_webhook_deliveries(webhook_id, after),
    );
    page_frame("Deliveries", page, |page| view! { <Content page/> }.erased())
}

#[component]
fn Content(page: WebhookDeliveries) -> impl IntoView {
    let WebhookDeliveries { webhook, deliveries, continued, older, .. } = page;
    let here = format!("/settings/webhooks/{}", webhook.id);
    let again = (webhook.state == WebhookState::Enabled).then(|| here.clone());
    let first = continued.then(|| here.clone());
    let older = older.map(|id| format!("{here}?after={id}"));
    view! {
        <p class="breadcrumb"><A href="/settings/webhooks">"Webhooks"</A></p>
        <h1>{webhook.name.clone()}</h1>
        <Confirmation/>
        <About webhook/>
        {if deliveries.is_empty() {
            view! { <p class="empty">"No deliveries yet."</p> }.erased()
        } else {
            view! {
                <ul class="entries" aria-label="Deliveries">
                    {deliveries
                        .into_iter()
                        .map(|delivery| view! { <DeliveryLine delivery again=again.clone()/> })
                        .collect_view()}
                </ul>
            }
                .erased()
        }}
        <nav class="pager" aria-label="Pages of deliveries">
            {first.map(|href| view! { <a href=href class="button">"Newest"</a> })}
            {older.map(|href| view! { <a href=href class="button">"Older"</a> })}
        </nav>
        <p class="faint">"Successful and failed deliveries are kept for 30 days."</p>
    }
    .erased()
}

#[component]
fn About(webhook: Webhook) -> impl IntoView {
    view! {
        <p class="webhook-about">
            <code>{webhook.url.clone()}</code>
            <span class=format!("flag flag-{}", webhook.state)>{webhook.state.label()}</span>
        </p>
        <Actions webhook/>
    }
    .erased()
}
