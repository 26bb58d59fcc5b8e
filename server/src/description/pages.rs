//! What the portal's own pages read.

use earshot_app::api::{ApiKeysPage, HelpPage, SignInPage, WebhooksPage};
use earshot_backend::described::Shape;
use earshot_domain::{
    CallsPage, ExportRecord, ProblemCode as P, Profile, Review, Settings, WebhookDeliveries,
};

use super::{
    door::Door,
    field::{id, text},
    operation::{Described, get},
};

pub(super) const AREA: &str = "Pages";

pub(super) fn operations() -> Vec<Described> {
    let mut operations = vec![
        get("/api/calls", "page_calls", "The Calls page of a query")
            .query(
                &text("query", "The page's own query string; its fields are those of an export.")
                    .required()
                    .example("status=missed&sort=newest"),
            )
            .json(
                200,
                Shape::of::<CallsPage>(),
                "The page. What of the query could not be understood is in `errors`.",
            )
            .refuses(&[P::NotFound, P::OptionForbidden]),
        get("/api/review", "page_review", "One call opened in place")
            .query(&id("call_id", "The call.").required())
            .json(200, Shape::of::<Review>(), "The call, as much of it as the person may see.")
            .refuses(&[P::NotFound]),
        get("/api/exports", "page_exports", "The person's own exports, newest first").list(
            200,
            Shape::of::<ExportRecord>(),
            "The history.",
        ),
        get("/api/settings", "page_settings", "The Settings page")
            .json(200, Shape::of::<Settings>(), "The settings.")
            .refuses(&[P::NotFound]),
        get("/api/api-keys", "page_api_keys", "The API keys page")
            .json(200, Shape::of::<ApiKeysPage>(), "The keys, without their secrets.")
            .refuses(&[P::NotFound]),
        get("/api/webhooks", "page_webhooks", "The Webhooks page")
            .json(200, Shape::of::<WebhooksPage>(), "The webhooks, without their secrets.")
            .refuses(&[P::NotFound]),
        get("/api/webhooks/deliveries", "page_webhook_deliveries", "One webhook's messages")
            .query(&id("webhook_id", "The webhook.").required())
            .query(&id("after", "The message that older ones are wanted of."))
            .json(200, Shape::of::<WebhookDeliveries>(), "Its messages, newest first.")
            .refuses(&[P::NotFound, P::InvalidValue]),
        get("/api/profile", "page_profile", "Who is signed in").json(
            200,
            Shape::of::<Profile>(),
            "The person.",
        ),
        get("/api/help", "page_help", "The help page").json(
            200,
            Shape::of::<HelpPage>(),
            "The person, and the limits that the page states.",
        ),
    ];
    operations = operations
        .into_iter()
        .map(|operation| operation.open_to(&[Door::Session]).our_refusals())
        .collect();
    operations.push(
        get("/api/sign-in", "page_sign_in", "What the sign-in page shows beside its form")
            .json(200, Shape::of::<SignInPage>(), "In the demo, its users.")
            .open_to(&[Door::Anyone])
            .our_refusals(),
    );
    operations
}
