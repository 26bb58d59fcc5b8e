//! Files of background exports, for people and for programs.

use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use earshot_backend::{ApiClient, Error, ExportArchive, ExportedFile, Viewer};
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
    let exports = state.backend.exports().of_key(&client)?;
    let (id, n) = file_of(&id, &n)?;
    let file = exports.file(id, n).await?;
    respond(&file, client.viewer(), &method, &headers).await
}

/// `GET` and `HEAD /exports/<id>/manifest.json`.
pub(crate) async fn manifest_of_person(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<String>,
    method: Method,
) -> Result<Response, Refusal> {
    let (exports, id) = (state.backend.exports(), export(&id)?);
    if method == Method::HEAD {
        return Ok(json_of_length(exports.job_manifest_length(&viewer, id).await?));
    }
    Ok(json(exports.job_manifest(&viewer, id).await?))
}

/// `GET` and `HEAD /v1/conversations/export/<id>/manifest.json`.
pub(crate) async fn manifest_of_key(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    Path(id): Path<String>,
    method: Method,
) -> Result<Response, Refusal> {
    let (exports, id) = (state.backend.exports().of_key(&client)?, export(&id)?);
    if method == Method::HEAD {
        return Ok(json_of_length(exports.manifest_length(id).await?));
    }
    Ok(json(exports.manifest(id).await?))
}

const JSON: (HeaderName, HeaderValue) =
    (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));

fn json(document: Vec<u8>) -> Response {
    ([JSON], document).into_response()
}

fn json_of_length(length: u64) -> Response {
    ([JSON, (header::CONTENT_LENGTH, length.into())], Body::empty()).into_response()
}

/// `GET` and `HEAD /exports/<id>/archive.zip`.
pub(crate) async fn archive_of_person(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<String>,
    method: Method,
) -> Result<Response, Refusal> {
    let archive = state.backend.exports().job_archive(&viewer, export(&id)?).await?;
    respond_archive(archive, &viewer, &method).await
}

/// `GET` and `HEAD /v1/conversations/export/<id>/archive.zip`.
pub(crate) async fn archive_of_key(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    Path(id): Path<String>,
    method: Method,
) -> Result<Response, Refusal> {
    let archive = state.backend.exports().of_key(&client)?.archive(export(&id)?).await?;
    respond_archive(archive, client.viewer(), &method).await
}

async fn respond_archive(
    archive: ExportArchive,
    viewer: &Viewer,
    method: &Method,
) -> Result<Response, Refusal> {
    let value = |text: &str| HeaderValue::from_str(text).map_err(Error::internal);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_LENGTH, archive.length.into());
    let disposition = format!("attachment; filename=\"{}\"", archive.name);
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition)?);
    let body = match *method {
        Method::HEAD => Body::empty(),
        _ => Body::from_stream(archive.read(viewer).await?),
    };
    Ok((headers, body).into_response())
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
