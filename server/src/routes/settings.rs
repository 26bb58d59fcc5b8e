//! Tenant settings: the page, and its forms.

use axum::{
    Extension,
    extract::{Path, RawForm, Request, State, rejection::RawFormRejection},
    http::HeaderMap,
    response::Response,
};
use earshot_backend::{Error, Viewer};
use earshot_domain::{ImportId, Permission};

use super::{path_id::path_id, recordings::decision};
use crate::{
    AppState,
    form::{completed, field, parse_known},
    pages,
    problem::Refusal,
};

/// `/settings`: 404 for roles without settings.
pub(crate) async fn page(
    state: State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Result<Response, Refusal> {
    viewer.require(Permission::ViewSettings)?;
    Ok(pages::render(state, request).await)
}

/// `POST /settings/recordings` with `staff_playback=true` or `staff_playback=false`.
pub(crate) async fn recordings(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let form = parse_known(form, &["staff_playback"])?;
    let allowed = field(&form, "staff_playback")
        .and_then(|value| value.parse().ok())
        .ok_or_else(|| Error::field("staff_playback", "must be true or false"))?;
    state.backend.access().set_staff_playback(&viewer, allowed).await?;
    Ok(completed(&headers, "/settings?saved=recordings"))
}

/// `POST /settings/imports/<id>/decision`: consent and compliance of an import's calls.
pub(crate) async fn decide_import(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(import_id): Path<String>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let id: ImportId = path_id(&import_id)?;
    state.backend.intake().decide_import(&viewer, id, &decision(form)?).await?;
    Ok(completed(&headers, "/settings?saved=import"))
}
