//! Health checks, and the document itself.

use earshot_domain::ProblemCode as P;
use utoipa::openapi::{ObjectBuilder, Type};

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::text,
    operation::{JSON, Operation, get},
};

/// The area in the document.
pub(in crate::description) const AREA: Area =
    Area { name: "Operation", description: "Health checks, and this document.", operations };

fn operations() -> Vec<Operation> {
    vec![
        get("/healthz", "live", "Check that the process runs")
            .security(&[AuthScheme::None])
            .file(200, "text/plain", "OK.")
            .problems(&[P::Internal, P::Busy]),
        get("/readyz", "ready", "Check that the database responds")
            .security(&[AuthScheme::None])
            .file(200, "text/plain", "OK.")
            .problems(&[P::Internal, P::Busy]),
        get("/openapi.json", "description", "Get this document")
            .header_parameter(&text(
                "if-none-match",
                "The `etag` of a version that the client has.",
            ))
            .security(&[AuthScheme::None])
            .response(200, JSON, ObjectBuilder::new().into(), vec![], "OpenAPI 3.1.")
            .empty(304, "The version is unchanged.")
            .response_header(200, "etag", "Entity tag of this version.", Type::String)
            .problems(&[P::Internal, P::Busy]),
    ]
}
