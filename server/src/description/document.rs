//! The areas put together, once.

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
    areas::{
        call_files, calls, conversation_export, exports, ingest, pages, pbx, probes, sessions,
        settings, webhooks,
    },
    auth_scheme,
    operation::Described,
    plain::plain,
    rules,
};
use crate::cookie::cookie_name;

/// One area of the document.
struct Area {
    name: &'static str,
    words: &'static str,
    operations: fn() -> Vec<Described>,
}

/// Programs' own doors first.
const AREAS: [Area; 11] = [
    Area {
        name: ingest::AREA,
        words: "Pushing calls and recordings in, and following what arrives.",
        operations: ingest::operations,
    },
    Area {
        name: conversation_export::AREA,
        words: "One conversation as a JSON file, for a program with a key.",
        operations: conversation_export::operations,
    },
    Area {
        name: pbx::AREA,
        words: "Call legs, as scripts for a P-Series PBX fetch them.",
        operations: pbx::operations,
    },
    Area {
        name: call_files::AREA,
        words: "Transcripts, conversations and recordings of one call.",
        operations: call_files::operations,
    },
    Area { name: calls::AREA, words: "What people do with a call.", operations: calls::operations },
    Area {
        name: exports::AREA,
        words: "The calls of a filter as one CSV file.",
        operations: exports::operations,
    },
    Area {
        name: settings::AREA,
        words: "What a tenant sets, and the keys of its programs.",
        operations: settings::operations,
    },
    Area {
        name: webhooks::AREA,
        words: "Where other people's programs are told what happened (docs/webhooks.md).",
        operations: webhooks::operations,
    },
    Area { name: sessions::AREA, words: "Signing in and out.", operations: sessions::operations },
    Area {
        name: pages::AREA,
        words: "What the portal's pages read. It changes with the pages.",
        operations: pages::operations,
    },
    Area {
        name: probes::AREA,
        words: "For the operator's machines, and this document.",
        operations: probes::operations,
    },
];

/// The document as it is served and as pages read it.
pub struct Description {
    /// Its text.
    pub json: String,
    /// The same, read.
    pub value: Value,
    /// What tells this version from others.
    pub etag: String,
}

/// The document of this version of the portal.
pub fn description() -> &'static Description {
    static DESCRIPTION: LazyLock<Description> = LazyLock::new(|| {
        let mut value = serde_json::to_value(document()).unwrap_or_default();
        plain(&mut value);
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
    for Area { name, words, operations } in AREAS {
        tags.push(TagBuilder::new().name(name).description(Some(words)).build());
        for described in operations() {
            let (path, method) = (described.path.clone(), described.method.clone());
            let (operation, shapes) = described.finish(name);
            let item = PathItem::new(method, operation);
            paths.paths.entry(path).or_default().merge_operations(item);
            components.schemas.extend(shapes.into_iter().flat_map(|shape| shape.parts));
        }
    }
    let info = InfoBuilder::new()
        .title("Earshot")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(rules::WORDS))
        .license(Some(LicenseBuilder::new().name("Apache-2.0 OR MIT").build()));
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .paths(paths)
        .components(Some(components))
        .tags(Some(tags))
        .build()
}
