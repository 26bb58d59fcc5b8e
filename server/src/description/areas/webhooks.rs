//! Webhooks: notifications to other systems.

use earshot_backend::TypeSchema;
use earshot_domain::{CreatedWebhook, ProblemCode as P, WebhookEvent, WebhookForm};

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, choice, id, text},
    operation::{Operation, post},
};

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Webhooks",
    description: "Notifications sent to other systems (docs/webhooks.md).",
    operations,
};

fn operations() -> Vec<Operation> {
    vec![
        setting("/settings/webhooks", "make_webhook", "Create a webhook")
            .description("The secret is returned once, in this response.")
            .form(&fields())
            .json(201, TypeSchema::of::<CreatedWebhook>(), "The webhook.")
            .problems(&[P::InvalidValue, P::UnknownParameter, P::Conflict]),
        one("on", "switch_webhook_on", "Enable a webhook"),
        one("off", "switch_webhook_off", "Disable a webhook"),
        one("remove", "remove_webhook", "Delete a webhook and its messages"),
        one("test", "test_webhook", "Send a test message").problems(&[P::RateLimited, P::Conflict]),
        setting(
            "/settings/webhooks/{webhook_id}/deliveries/{delivery_id}/again",
            "send_delivery_again",
            "Resend a message",
        )
        .description("The `webhook-id` stays the same.")
        .path_parameter(&webhook())
        .path_parameter(&id("delivery_id", "The message."))
        .empty(204, "Queued.")
        .problems(&[P::RateLimited, P::Conflict]),
    ]
}

fn one(what: &str, name: &'static str, summary: &str) -> Operation {
    setting(&format!("/settings/webhooks/{{webhook_id}}/{what}"), name, summary)
        .path_parameter(&webhook())
        .empty(204, "Done.")
}

fn setting(path: &str, name: &'static str, summary: &str) -> Operation {
    post(path, name, summary)
        .security(&[AuthScheme::Session])
        .redirect("With `text/html`: redirects to the page.")
        .problems(&[P::NotFound])
        .standard_problems()
}

fn webhook() -> Field {
    id("webhook_id", "The webhook.")
}

fn fields() -> Vec<Field> {
    let events = WebhookEvent::CHOICES.iter().map(|event| event.as_str());
    let fields = vec![
        text("name", "Display name.").required().max_length(50).example("Tickets"),
        text("url", "URL to send to.")
            .required()
            .max_length(500)
            .example("https://example.org/hook"),
        choice("event", "Event to send.", events)
            .repeated()
            .required()
            .example(vec![WebhookEvent::CallIngested.as_str()]),
        text("project_id", "Slug of a project whose events are sent.")
            .repeated()
            .required()
            .example(vec!["front-desk"]),
    ];
    debug_assert!(fields.iter().map(|field| field.name).eq(WebhookForm::FIELDS.iter().copied()));
    fields
}
