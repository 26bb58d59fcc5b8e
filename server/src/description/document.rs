//! The document, assembled once from its areas.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::openapi::{
    Components, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, PathItem, Paths,
    ServerBuilder,
    tag::{Tag, TagBuilder},
};

use super::{
    area::Area,
    areas::{
        activity, background_exports, call_files, calls, contacts, conversation_export,
        conversation_exports, conversations, exports, ingest, pages, pbx, probes, sessions,
        settings, unlocks, webhooks,
    },
    auth_scheme, rules,
};
use crate::cookie::cookie_name;

/// The areas in the document's order: interfaces for programs first.
const AREAS: [Area; 17] = [
    ingest::AREA,
    conversations::AREA,
    conversation_exports::AREA,
    conversation_export::AREA,
    pbx::AREA,
    call_files::AREA,
    calls::AREA,
    exports::AREA,
    background_exports::AREA,
    activity::AREA,
    contacts::AREA,
    settings::AREA,
    unlocks::AREA,
    webhooks::AREA,
    sessions::AREA,
    pages::AREA,
    probes::AREA,
];

/// The document in the forms that routes and pages need.
pub struct Description {
    /// JSON text, as it is served.
    pub json: String,
    /// Parsed JSON.
    pub value: Value,
    /// Entity tag of this version.
    pub etag: String,
}

/// The document of this version of the portal.
pub fn description() -> &'static Description {
    static DESCRIPTION: LazyLock<Description> = LazyLock::new(|| {
        let value = serde_json::to_value(document()).unwrap_or_default();
        let json = value.to_string();
        let hash = Sha256::digest(json.as_bytes());
        let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&hash[..12]));
        Description { json, value, etag }
    });
    &DESCRIPTION
}

fn document() -> OpenApi {
    let mut paths = Paths::new();
    let mut components = Components::new();
    let mut tags: Vec<Tag> = Vec::new();
    for (name, scheme) in auth_scheme::schemes(cookie_name(false)) {
        components.add_security_scheme(name, scheme);
    }
    for area in AREAS {
        tags.push(TagBuilder::new().name(area.name).description(Some(area.description)).build());
        for operation in (area.operations)() {
            let (path, method) = (operation.path.clone(), operation.method.clone());
            let (operation, shapes) = operation.build(area.name);
            let item = PathItem::new(method, operation);
            paths.paths.entry(path).or_default().merge_operations(item);
            components.schemas.extend(shapes.into_iter().flat_map(|shape| shape.parts));
        }
    }
    let info = InfoBuilder::new()
        .title("Earshot")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(rules::RULES))
        .license(Some(LicenseBuilder::new().name("Apache-2.0 OR MIT").build()));
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .paths(paths)
        .components(Some(components))
        .tags(Some(tags))
        .build()
}
