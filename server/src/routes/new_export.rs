//! Page of a new export, and the form that starts it.

use axum::{
    Extension, Json,
    extract::{RawForm, Request, State, rejection::RawFormRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use earshot_app::api::FormOutcome;
use earshot_backend::{Error, StartedExport, Viewer};
use earshot_domain::{BACKGROUND_CALLS, ExportRequestForm, ExportStarted, OrderButton, Permission};

use crate::{
    AppState,
    form::{Pairs, parse_form},
    pages,
    problem::{Refusal, status_of, wants_page},
};

/// `/exports/new`, and the pages of single exports: 404 for roles without background exports.
pub(crate) async fn page(
    state: State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Result<Response, Refusal> {
    viewer.require(Permission::ExportInBackground)?;
    Ok(pages::render(state, request).await)
}

/// `POST /exports/new`. A refused form comes back with what was entered, and so does one whose columns
/// a button orders.
pub(crate) async fn start(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = parse_form(form)?;
    if let Some(button) = OrderButton::pressed(&pairs).filter(|_| wants_page(&headers)) {
        viewer.require(Permission::ExportInBackground)?;
        return Ok(ordered(&state, viewer, &headers, pairs, &button).await);
    }
    match start_form(&state, &viewer, &pairs).await {
        Ok(export) => Ok(started(&headers, export)),
        Err(error) if wants_page(&headers) && belongs_to_form(&error) => {
            Ok(refused(&state, "/exports/new", viewer, &headers, pairs, error).await)
        }
        Err(error) => Err(error.into()),
    }
}

async fn start_form(
    state: &AppState,
    viewer: &Viewer,
    pairs: &Pairs,
) -> Result<StartedExport, Error> {
    viewer.require(Permission::ExportInBackground)?;
    let form = ExportRequestForm::parse(pairs);
    if !form.unknown.is_empty() {
        return Err(Error::UnknownParameters(form.unknown));
    }
    if !form.errors.is_empty() {
        return Err(Error::Invalid(form.errors));
    }
    state.backend.exports().start(viewer, &form.request, None).await
}

/// Answers a button that orders the columns with the page, its columns in the new order.
async fn ordered(
    state: &AppState,
    viewer: Viewer,
    headers: &HeaderMap,
    mut pairs: Pairs,
    button: &OrderButton,
) -> Response {
    button.apply(&mut pairs);
    let outcome = FormOutcome { pairs, ..FormOutcome::default() };
    let host = headers.get(header::HOST);
    pages::render_again(state, "/exports/new", host, Some(viewer), outcome, StatusCode::OK).await
}

/// Whether a person can mend the cause in the form, or wait and send it again.
fn belongs_to_form(error: &Error) -> bool {
    matches!(
        error,
        Error::Invalid(_) | Error::NoMatches | Error::RateLimited { .. } | Error::Conflict(_)
    )
}

/// Answers a refused form, posted to `path`, with its page and what was entered.
pub(super) async fn refused(
    state: &AppState,
    path: &str,
    viewer: Viewer,
    headers: &HeaderMap,
    pairs: Pairs,
    error: Error,
) -> Response {
    error.log();
    let problem = error.problem();
    let status = status_of(&problem);
    let outcome = FormOutcome { problem: Some(problem), pairs, ..FormOutcome::default() };
    let host = headers.get(header::HOST);
    pages::render_again(state, path, host, Some(viewer), outcome, status).await
}

/// Answers a started export: a browser goes to its page, which waits for a small one.
pub(super) fn started(headers: &HeaderMap, export: StartedExport) -> Response {
    let StartedExport { id, matched } = export;
    if !wants_page(headers) {
        return (StatusCode::CREATED, Json(ExportStarted { id, matched })).into_response();
    }
    let wait = if matched < BACKGROUND_CALLS { "?wait=1" } else { "" };
    Redirect::to(&format!("/exports/{id}{wait}")).into_response()
}
