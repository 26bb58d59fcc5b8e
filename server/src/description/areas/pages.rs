//! Data of the portal's own pages.

use earshot_app::api::{
    ApiKeysPage, ExportPage, HelpPage, NewExportPage, SignInPage, WebhooksPage,
};
use earshot_backend::TypeSchema;
use earshot_domain::{
    CallsPage, ContactPage, ContactsPage, ExportList, MAX_CONTACT_SEARCH, ProblemCode as P,
    Profile, Review, Settings, WebhookDeliveries,
};

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{id, text},
    operation::{Operation, get},
};

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Pages",
    description: "Data of the portal's own pages. It changes with the pages.",
    operations,
};

fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get("/api/calls", "page_calls", "Data of the Calls page")
            .query_parameter(
                &text("query", "Query string of the page, with the filter fields of an export.")
                    .required()
                    .example("status=missed&sort=newest"),
            )
            .json(
                200,
                TypeSchema::of::<CallsPage>(),
                "The page. `errors` lists the invalid parts of the query.",
            )
            .problems(&[P::NotFound, P::OptionForbidden]),
        get("/api/review", "page_review", "Data of the inline review")
            .query_parameter(&id("call_id", "The call.").required())
            .json(200, TypeSchema::of::<Review>(), "The call, as the role permits.")
            .problems(&[P::NotFound]),
        get("/api/contacts", "page_contacts", "Data of the Contacts page")
            .query_parameter(
                &text("q", "Name, number or e-mail address.")
                    .max_length(MAX_CONTACT_SEARCH)
                    .example("0160"),
            )
            .query_parameter(&text("cursor", "Cursor of the previous page."))
            .json(
                200,
                TypeSchema::of::<ContactsPage>(),
                "The page. `errors` lists the invalid parts of the query.",
            )
            .problems(&[P::NotFound]),
        get("/api/contacts/contact", "page_contact", "Data of the page of one contact")
            .query_parameter(&id("contact_id", "The contact.").required())
            .query_parameter(&text("cursor", "Cursor of the previous page."))
            .json(200, TypeSchema::of::<ContactPage>(), "The contact and its calls.")
            .problems(&[P::NotFound, P::InvalidValue]),
        get("/api/exports", "page_exports", "Data of the Exports page")
            .query_parameter(&text("cursor", "Cursor of the previous page."))
            .json(
                200,
                TypeSchema::of::<ExportList>(),
                "A page of one's own exports, newest first; for a Client Admin also those of \
                 others whose projects are all assigned to the admin.",
            )
            .problems(&[P::InvalidValue]),
        get("/api/exports/new", "page_new_export", "Data of the page of a new export")
            .query_parameter(
                &text("query", "Query string of the page, with the fields of an export.")
                    .required()
                    .example("status=completed&format=csv"),
            )
            .json(200, TypeSchema::of::<NewExportPage>(), "The form, and the number of calls.")
            .problems(&[P::NotFound]),
        get("/api/exports/job", "page_export", "Data of the page of a background export")
            .query_parameter(&id("export_id", "The export.").required())
            .json(200, TypeSchema::of::<ExportPage>(), "The export.")
            .problems(&[P::NotFound]),
        get("/api/settings", "page_settings", "Data of the Settings page")
            .json(200, TypeSchema::of::<Settings>(), "The settings.")
            .problems(&[P::NotFound]),
        get("/api/api-keys", "page_api_keys", "Data of the API keys page")
            .json(200, TypeSchema::of::<ApiKeysPage>(), "The keys, without their secrets.")
            .problems(&[P::NotFound]),
        get("/api/webhooks", "page_webhooks", "Data of the Webhooks page")
            .json(200, TypeSchema::of::<WebhooksPage>(), "The webhooks, without their secrets.")
            .problems(&[P::NotFound]),
        get(
            "/api/webhooks/deliveries",
            "page_webhook_deliveries",
            "Data of the page of one webhook",
        )
        .query_parameter(&id("webhook_id", "The webhook.").required())
        .query_parameter(&id("after", "Return messages older than this one."))
        .json(200, TypeSchema::of::<WebhookDeliveries>(), "The messages, newest first.")
        .problems(&[P::NotFound, P::InvalidValue]),
        get("/api/profile", "page_profile", "Get the signed-in person").json(
            200,
            TypeSchema::of::<Profile>(),
            "The person.",
        ),
        get("/api/help", "page_help", "Data of the Help page").json(
            200,
            TypeSchema::of::<HelpPage>(),
            "The person, and the limits that the page states.",
        ),
    ];
    operations = operations
        .into_iter()
        .map(|operation| operation.security(&[AuthScheme::Session]).standard_problems())
        .collect();
    operations.push(
        get("/api/sign-in", "page_sign_in", "Data of the sign-in page")
            .json(
                200,
                TypeSchema::of::<SignInPage>(),
                "The demo users, if the server runs the demo.",
            )
            .security(&[AuthScheme::None])
            .standard_problems(),
    );
    operations
}
