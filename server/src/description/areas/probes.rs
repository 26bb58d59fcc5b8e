//! Probes, and the document itself.

use earshot_domain::ProblemCode as P;
use utoipa::openapi::{ObjectBuilder, Type};

use crate::description::{
    auth_scheme::Door,
    field::text,
    operation::{Described, JSON, get},
};

pub(in crate::description) const AREA: &str = "Operation";

pub(in crate::description) fn operations() -> Vec<Described> {
    vec![
        get("/healthz", "live", "Whether the process runs")
            .open_to(&[Door::Anyone])
            .file(200, "text/plain", "It does.")
            .refuses(&[P::Internal, P::Busy]),
        get("/readyz", "ready", "Whether the database answers")
            .open_to(&[Door::Anyone])
            .file(200, "text/plain", "It does.")
            .refuses(&[P::Internal, P::Busy]),
        get("/openapi.json", "description", "This document")
            .header(&text("if-none-match", "The `etag` of a version that is there already."))
            .open_to(&[Door::Anyone])
            .made(200, JSON, ObjectBuilder::new().into(), vec![], "OpenAPI 3.1.")
            .empty(304, "It is still that version.")
            .tells(200, "etag", "What tells this version from others.", Type::String)
            .refuses(&[P::Internal, P::Busy]),
    ]
}
