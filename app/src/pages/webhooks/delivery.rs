//! A delivery: its event, its state, and sending it again.

use earshot_domain::{DeliveryFault, WebhookDelivery};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::ui::{Erased, PostButton, date_time};

/// A delivery in the list.
#[component]
pub fn DeliveryLine(
    /// The delivery.
    delivery: WebhookDelivery,
    /// URL of the webhook's page, if the webhook is enabled.
    again: Option<String>,
) -> impl IntoView {
    let attempts = attempts(&delivery);
    let answer = answer(&delivery);
    let label = format!("Send again: {} of {}", delivery.event, date_time(&delivery.created));
    let again = again.map(|page| format!("{page}/deliveries/{}/again", delivery.id));
    let call = delivery.call.map(|(call, project)| {
        let href = format!("/calls?project_id={}&expand={call}", project.slug);
        view! { <span class="faint">{project.name}", "<A href=href>"View call"</A></span> }
    });
    view! {
        <li class="entry" data-delivery-id=delivery.id.to_string()>
            <div>
                <strong>{delivery.event.as_str()}</strong>
                <time datetime=delivery.created.rfc3339.clone()>{date_time(&delivery.created)}</time>
                {call}
            </div>
            <div>
                <span class=format!("flag flag-{}", delivery.state)>{delivery.state.label()}</span>
                {answer.map(|answer| view! { <span>{answer}</span> })}
                <span class="faint">{attempts}</span>
            </div>
            <div>
                <code class="faint">{delivery.id.to_string()}</code>
                {again.map(|action| view! { <PostButton action text="Send again" label/> })}
            </div>
        </li>
    }
    .erased()
}

fn answer(delivery: &WebhookDelivery) -> Option<String> {
    let fault = delivery.fault.map(DeliveryFault::label);
    match (delivery.status, fault) {
        (Some(status), Some(fault)) => Some(format!("{fault}: status {status}")),
        (Some(status), None) => Some(format!("Status {status}")),
        (None, fault) => fault.map(str::to_owned),
    }
}

fn attempts(delivery: &WebhookDelivery) -> String {
    let tried = match (&delivery.tried, delivery.attempts) {
        (None, _) => return "No attempts yet".to_owned(),
        (Some(at), 1) => format!("1 attempt, {}", date_time(at)),
        (Some(at), count) => format!("{count} attempts, last {}", date_time(at)),
    };
    match &delivery.next {
        Some(next) => format!("{tried}; next {}", date_time(next)),
        None => tried,
    }
}
