//! Files of background exports, for people and for programs.

use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method},
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use earshot_backend::{ApiClient, Error, ExportedFile, Viewer};
use earshot_domain::ExportId;

use super::{
    range::{RequestedRange, requested_range},
    ranged::{FileHead, ranged},
};
use crate::{AppState, problem::Refusal};

/// `GET` and `HEAD /exports/<id>/files/<n>`, with single byte ranges.
pub(crate) async fn of_person(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path((id, n)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (id, n) = file_of(&id, &n)?;
    let file = state.backend.exports().job_file(&viewer, id, n).await?;
    respond(&file, &viewer, &method, &headers).await
}

/// `GET` and `HEAD /v1/conversations/export/<id>/files/<n>`, with single byte ranges.
pub(crate) async fn of_key(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    Path((id, n)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (id, n) = file_of(&id, &n)?;
    let file = state.backend.exports().of_key(&client)?.file(id, n).await?;
    respond(&file, client.viewer(), &method, &headers).await
}

async fn respond(
    file: &ExportedFile,
    viewer: &Viewer,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let version = format!("\"{}\"", file.sha256);
    let range = requested_range(headers, file.length, &version);
    let head = FileHead {
        content_type: file.content_type,
        disposition: &format!("attachment; filename=\"{}\"", file.name),
        length: file.length,
        version: &version,
        ranges: true,
    };
    let (first, end) = range.bounds(file.length);
    let bytes = match range {
        RequestedRange::Unsatisfiable => None,
        _ if method == Method::HEAD => None,
        _ => Some(file.read(viewer, first, end).await?),
    };
    let mut response = ranged(&head, range, bytes)?;
    // The digest of the whole representation (RFC 9530), whatever part of it is sent.
    let digest = hex::decode(&file.sha256).map_err(Error::internal)?;
    let digest = format!("sha-256=:{}:", STANDARD.encode(digest));
    let digest = HeaderValue::from_str(&digest).map_err(Error::internal)?;
    response.headers_mut().insert(HeaderName::from_static("repr-digest"), digest);
    Ok(response)
}

/// Parses the id of an export: a malformed one is not found.
pub(super) fn export(id: &str) -> Result<ExportId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

fn file_of(id: &str, n: &str) -> Result<(ExportId, u32), Error> {
    Ok((export(id)?, n.parse().map_err(|_| Error::NotFound)?))
}
