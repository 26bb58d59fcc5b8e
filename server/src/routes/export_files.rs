//! Files of background exports, for people and for programs.

use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method},
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use earshot_backend::{ApiClient, Error, ExportArchive, ExportManifest, ExportedFile, Viewer};

use super::{
    path_id::path_id,
    ranged::{RangedFile, RangedRequest},
};
use crate::{
    AppState,
    problem::Refusal,
    whole_file::{WholeFile, saved_as},
};

/// `GET` and `HEAD /exports/<id>/files/<n>`, with single byte ranges.
pub(crate) async fn of_person(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path((id, n)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let exports = state.backend.exports();
    let file = exports.job_file(&viewer, path_id(&id)?, path_id(&n)?).await?;
    respond(&file, &viewer, RangedRequest { method: &method, headers: &headers }).await
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
    let file = exports.file(path_id(&id)?, path_id(&n)?).await?;
    respond(&file, client.viewer(), RangedRequest { method: &method, headers: &headers }).await
}

/// `GET` and `HEAD /exports/<id>/manifest.json`.
pub(crate) async fn manifest_of_person(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<String>,
    method: Method,
) -> Result<Response, Refusal> {
    let manifest = state.backend.exports().job_manifest(&viewer, path_id(&id)?).await?;
    respond_manifest(manifest, &viewer, &method).await
}

/// `GET` and `HEAD /v1/conversations/export/<id>/manifest.json`.
pub(crate) async fn manifest_of_key(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    Path(id): Path<String>,
    method: Method,
) -> Result<Response, Refusal> {
    let manifest = state.backend.exports().of_key(&client)?.manifest(path_id(&id)?).await?;
    respond_manifest(manifest, client.viewer(), &method).await
}

async fn respond_manifest(
    manifest: ExportManifest,
    viewer: &Viewer,
    method: &Method,
) -> Result<Response, Refusal> {
    let length = Some(manifest.length());
    let file = WholeFile { content_type: "application/json", name: None, length };
    file.answer(method, Box::pin(async { Ok(manifest.read(viewer).await?.into()) })).await
}

/// `GET` and `HEAD /exports/<id>/archive.zip`.
pub(crate) async fn archive_of_person(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<String>,
    method: Method,
) -> Result<Response, Refusal> {
    let archive = state.backend.exports().job_archive(&viewer, path_id(&id)?).await?;
    respond_archive(archive, &viewer, &method).await
}

/// `GET` and `HEAD /v1/conversations/export/<id>/archive.zip`.
pub(crate) async fn archive_of_key(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    Path(id): Path<String>,
    method: Method,
) -> Result<Response, Refusal> {
    let archive = state.backend.exports().of_key(&client)?.archive(path_id(&id)?).await?;
    respond_archive(archive, client.viewer(), &method).await
}

async fn respond_archive(
    archive: ExportArchive,
    viewer: &Viewer,
    method: &Method,
) -> Result<Response, Refusal> {
    let name = archive.name.clone();
    let length = Some(archive.length);
    let file = WholeFile { content_type: "application/zip", name: Some(&name), length };
    let content = Box::pin(async { Ok(Body::from_stream(archive.read(viewer).await?)) });
    file.answer(method, content).await
}

async fn respond(
    file: &ExportedFile,
    viewer: &Viewer,
    request: RangedRequest<'_>,
) -> Result<Response, Refusal> {
    let ranged = RangedFile {
        content_type: file.content_type,
        disposition: saved_as(&file.name)?,
        length: file.length,
        version: &format!("\"{}\"", file.sha256),
        ranges: true,
    };
    let read = |first, end| file.read(viewer, first, end);
    let mut response = ranged.answer(request, read).await?;
    // The digest of the whole representation (RFC 9530), whatever part of it is sent.
    let digest = hex::decode(&file.sha256).map_err(Error::internal)?;
    let digest = format!("sha-256=:{}:", STANDARD.encode(digest));
    let digest = HeaderValue::from_str(&digest).map_err(Error::internal)?;
    response.headers_mut().insert(HeaderName::from_static("repr-digest"), digest);
    Ok(response)
}
