//! What a tenant sets, and its keys.

use earshot_backend::described::Shape;
use earshot_domain::{
    ApiKeyForm, ApiKeyKind, ApiScope, MOST_REQUESTS_PER_MINUTE, MadeApiKey, ProblemCode as P,
};

use super::calls::decision;
use crate::description::{
    auth_scheme::Door,
    field::{Field, id, number, text, word},
    operation::{Described, post},
};

pub(in crate::description) const AREA: &str = "Settings and keys";

pub(in crate::description) fn operations() -> Vec<Described> {
    vec![
        setting(
            "/settings/recordings",
            "set_recordings",
            "Let Client Staff play recordings, or not",
        )
        .form(&[word("staff_playback", "Whether they may.", ["true", "false"])
            .required()
            .example("true")])
        .empty(204, "Set."),
        setting(
            "/settings/imports/{import_id}/decision",
            "decide_import",
            "Set consent and compliance of an import's calls",
        )
        .path(&id("import_id", "The import."))
        .form(&decision())
        .empty(204, "Set."),
        setting("/settings/api-keys", "make_api_key", "Make a key")
            .says("The secret is in this answer and nowhere else.")
            .form(&key())
            .json(201, Shape::of::<MadeApiKey>(), "The key.")
            .file(201, "text/html", "The page, with the key shown once."),
        setting("/settings/api-keys/{api_key_id}/revoke", "revoke_api_key", "Take a key back")
            .path(&id("api_key_id", "The key."))
            .empty(204, "It does not work any more."),
    ]
}

fn setting(path: &'static str, name: &'static str, summary: &str) -> Described {
    post(path, name, summary)
        .open_to(&[Door::Session])
        .redirects("With `text/html`: back to the page.")
        .refuses(&[P::OptionForbidden, P::NotFound, P::InvalidValue, P::UnknownParameter])
        .our_refusals()
}

fn key() -> Vec<Field> {
    let kinds = ApiKeyKind::ALL.iter().map(|kind| kind.as_str());
    let scopes = ApiScope::ALL.iter().map(|scope| scope.as_str());
    let fields = vec![
        word("kind", "How programs show it; `key` unless it is named.", kinds),
        text("name", "Its name for people.").required().most(50).example("Nightly backup"),
        word("scope", "What it is good for.", scopes)
            .repeats()
            .required()
            .example(vec![ApiScope::ConversationsExport.as_str()]),
        text("project_id", "The projects it reaches, by slug.")
            .repeats()
            .required()
            .example(vec!["front-desk"]),
        text("expires", "The last day it works, `YYYY-MM-DD`."),
        text("addresses", "From where it may be used; empty is from anywhere."),
        text("origins", "Sites whose pages may use it."),
        number("requests_per_minute", "Requests a minute.", 1, MOST_REQUESTS_PER_MINUTE),
    ];
    debug_assert!(fields.iter().map(|field| field.name).eq(ApiKeyForm::FIELDS.iter().copied()));
    fields
}
