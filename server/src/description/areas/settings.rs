//! Settings of a tenant, and its API keys.

use earshot_backend::TypeSchema;
use earshot_domain::{
    ApiKeyForm, ApiKeyKind, ApiScope, CreatedApiKey, MAX_REQUESTS_PER_MINUTE, ProblemCode as P,
};

use super::calls::decision;
use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, choice, id, integer, text},
    operation::{Operation, post},
};

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Settings and keys",
    description: "Settings of a tenant, and its API keys.",
    operations,
};

fn operations() -> Vec<Operation> {
    vec![
        setting(
            "/settings/recordings",
            "set_recordings",
            "Set whether Client Staff may play recordings",
        )
        .form(&[choice(
            "staff_playback",
            "Whether Client Staff may play recordings.",
            ["true", "false"],
        )
        .required()
        .example("true")])
        .empty(204, "Saved."),
        setting(
            "/settings/imports/{import_id}/decision",
            "decide_import",
            "Set consent and playback compliance of the calls of an import",
        )
        .path_parameter(&id("import_id", "The import."))
        .form(&decision())
        .empty(204, "Saved."),
        setting("/settings/api-keys", "make_api_key", "Create an API key")
            .description("The secret is returned once, in this response.")
            .form(&key())
            .json(201, TypeSchema::of::<CreatedApiKey>(), "The key."),
        setting("/settings/api-keys/{api_key_id}/revoke", "revoke_api_key", "Revoke an API key")
            .path_parameter(&id("api_key_id", "The key."))
            .empty(204, "Revoked."),
    ]
}

fn setting(path: &'static str, name: &'static str, summary: &str) -> Operation {
    post(path, name, summary)
        .security(&[AuthScheme::Session])
        .redirect("With `text/html`: redirects to the page.")
        .problems(&[P::OptionForbidden, P::NotFound, P::InvalidValue, P::UnknownParameter])
        .standard_problems()
}

fn key() -> Vec<Field> {
    let kinds = ApiKeyKind::ALL.iter().map(|kind| kind.as_str());
    let scopes = ApiScope::ALL.iter().map(|scope| scope.as_str());
    let fields = vec![
        choice("kind", "Kind of credential; default `key`.", kinds),
        text("name", "Display name.").required().max_length(50).example("Nightly backup"),
        choice("scope", "Scope granted to the key.", scopes)
            .repeated()
            .required()
            .example(vec![ApiScope::ConversationsExport.as_str()]),
        text("project_id", "Slug of a project the key may access.")
            .repeated()
            .required()
            .example(vec!["front-desk"]),
        text("expires", "Last day of validity, `YYYY-MM-DD`."),
        text("addresses", "Network addresses that may use the key; empty for any."),
        text("origins", "Web origins that may use the key in a browser."),
        integer(
            "requests_per_minute",
            "Requests permitted per minute.",
            1,
            MAX_REQUESTS_PER_MINUTE,
        ),
    ];
    debug_assert!(fields.iter().map(|field| field.name).eq(ApiKeyForm::FIELDS.iter().copied()));
    fields
}
