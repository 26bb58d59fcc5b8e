//! List of webhooks, each with its last delivery.

use earshot_domain::{DeliveryState, Webhook, WebhookEvent, WebhookState};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::ui::{ConfirmButton, Erased, PostButton, date_time};

/// The list, newest first.
#[component]
pub fn WebhookList(webhooks: Vec<Webhook>) -> impl IntoView {
    if webhooks.is_empty() {
        return view! { <p class="empty">"No webhooks yet. Add one to notify another system."</p> }
            .erased();
    }
    view! {
        <ul class="entries" aria-label="Webhooks">
            {webhooks.into_iter().map(|webhook| view! { <WebhookLine webhook/> }).collect_view()}
        </ul>
    }
    .erased()
}

#[component]
fn WebhookLine(webhook: Webhook) -> impl IntoView {
    let page = format!("/settings/webhooks/{}", webhook.id);
    let events: Vec<_> = webhook.events.iter().map(|event| WebhookEvent::as_str(*event)).collect();
    let projects: Vec<_> = webhook.projects.iter().map(|project| project.name.as_str()).collect();
    let last = webhook.last.as_ref().map_or_else(
        || "No deliveries yet".to_owned(),
        |last| format!("{} {}", last_delivery(last.state), date_time(&last.at)),
    );
    let over = webhook.state != WebhookState::Enabled;
    view! {
        <li class="entry" class:entry-inactive=over>
            <div>
                <strong>{webhook.name.clone()}</strong>
                <code>{webhook.url.clone()}</code>
                <span class=format!("flag flag-{}", webhook.state)>{webhook.state.label()}</span>
            </div>
            <div>
                <span>{events.join(", ")}</span>
                <span class="faint">{projects.join(", ")}</span>
                <span class="faint">"Created by "{webhook.created_by.clone()}" on "{webhook.created.day.clone()}</span>
            </div>
            <div>
                <span>{last}</span>
                <A href=page attr:aria-label=format!("Deliveries of {}", webhook.name)>
                    "Deliveries"
                </A>
                <Actions webhook/>
            </div>
        </li>
    }
    .erased()
}

/// Buttons of the actions on a webhook.
#[component]
pub fn Actions(webhook: Webhook) -> impl IntoView {
    let Webhook { id, name, state, .. } = webhook;
    let action = |verb: &str| format!("/settings/webhooks/{id}/{verb}");
    let sends = state == WebhookState::Enabled;
    let (verb, text) = if matches!(state, WebhookState::Disabled | WebhookState::Gone) {
        ("on", "Enable")
    } else {
        ("off", "Disable")
    };
    view! {
        <div class="webhook-actions">
            {sends
                .then(|| {
                    view! {
                        <PostButton
                            action=action("test")
                            text="Send a test"
                            label=format!("Send a test to {name}")
                        />
                    }
                })}
            <PostButton action=action(verb) text label=format!("{text} {name}")/>
            <ConfirmButton
                action=action("remove")
                text="Remove"
                label=format!("Remove {name}")
                question=format!("Remove the webhook “{name}”?")
                effect="All its deliveries are deleted with it. A removed webhook cannot be restored."
            />
        </div>
    }
    .erased()
}

const fn last_delivery(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Delivered => "Last delivery succeeded,",
        DeliveryState::Pending => "Last delivery pending, attempted",
        DeliveryState::Failed => "Last delivery failed,",
    }
}
