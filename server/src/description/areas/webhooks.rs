//! Where other people's programs are told what happened.

use earshot_backend::described::Shape;
use earshot_domain::{MadeWebhook, ProblemCode as P, WebhookEvent, WebhookForm};

use crate::description::{
    auth_scheme::Door,
    field::{Field, id, text, word},
    operation::{Described, post},
};

pub(in crate::description) const AREA: &str = "Webhooks";

pub(in crate::description) fn operations() -> Vec<Described> {
    vec![
        setting("/settings/webhooks", "make_webhook", "Make a webhook")
            .says("The secret is in this answer and nowhere else.")
            .form(&fields())
            .json(201, Shape::of::<MadeWebhook>(), "The webhook.")
            .file(201, "text/html", "The page, with the secret shown once.")
            .refuses(&[P::InvalidValue, P::UnknownParameter, P::Conflict]),
        one("on", "switch_webhook_on", "Switch a webhook on"),
        one("off", "switch_webhook_off", "Switch a webhook off"),
        one("remove", "remove_webhook", "Remove a webhook and its messages"),
        one("test", "test_webhook", "Send a test").refuses(&[P::RateLimited, P::Conflict]),
        setting(
            "/settings/webhooks/{webhook_id}/deliveries/{delivery_id}/again",
            "send_delivery_again",
            "Send a message again",
        )
        .says("Under the same `webhook-id`.")
        .path(&webhook())
        .path(&id("delivery_id", "The message."))
        .empty(204, "It is sent.")
        .refuses(&[P::RateLimited, P::Conflict]),
    ]
}

fn one(what: &str, name: &'static str, summary: &str) -> Described {
    setting(&format!("/settings/webhooks/{{webhook_id}}/{what}"), name, summary)
        .path(&webhook())
        .empty(204, "Done.")
}

fn setting(path: &str, name: &'static str, summary: &str) -> Described {
    post(path, name, summary)
        .open_to(&[Door::Session])
        .redirects("With `text/html`: back to the page.")
        .refuses(&[P::NotFound])
        .our_refusals()
}

fn webhook() -> Field {
    id("webhook_id", "The webhook.")
}

fn fields() -> Vec<Field> {
    let events = WebhookEvent::CHOICES.iter().map(|event| event.as_str());
    let fields = vec![
        text("name", "Its name for people.").required().most(50).example("Tickets"),
        text("url", "Where it sends to.").required().most(500).example("https://example.org/hook"),
        word("event", "What it sends.", events)
            .repeats()
            .required()
            .example(vec![WebhookEvent::CallIngested.as_str()]),
        text("project_id", "The projects whose calls it tells of, by slug.")
            .repeats()
            .required()
            .example(vec!["front-desk"]),
    ];
    debug_assert!(fields.iter().map(|field| field.name).eq(WebhookForm::FIELDS.iter().copied()));
    fields
}
