//! Unlocks of calls: for the page's scripts, for the page without them, and the page of sensitive
//! access.

use axum::{
    Extension, Json,
    extract::{Path, RawForm, RawQuery, Request, State, rejection::RawFormRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use earshot_app::api::FormOutcome;
use earshot_backend::{Error, Viewer};
use earshot_domain::{CallId, ListQuery, Permission, UnlockForm, UnlockId};

use super::path_id::path_id;
use crate::{
    AppState,
    form::{Pairs, completed, field, parse_form, parse_known},
    pages,
    problem::{Refusal, status_of, wants_page},
};

/// `/activity/sensitive`: 404 for roles that may not see it.
pub(crate) async fn page(
    state: State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Result<Response, Refusal> {
    viewer.require(Permission::ViewSensitiveAccess)?;
    Ok(pages::render(state, request).await)
}

/// `POST /api/calls/<id>/unlocks`: unlocks a call for the person.
pub(crate) async fn request(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(call_id): Path<String>,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = parse_known(form, &UnlockForm::FIELDS)?;
    let unlock = ask(&state, &viewer, path_id(&call_id)?, &pairs).await?;
    Ok((StatusCode::CREATED, Json(unlock)).into_response())
}

/// `POST /api/unlocks/<id>/view`: the text that the person's live unlock covers.
pub(crate) async fn view(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(unlock_id): Path<String>,
) -> Result<Response, Refusal> {
    let text = state.backend.custody().view(&viewer, path_id(&unlock_id)?).await?;
    Ok(Json(text).into_response())
}

/// `POST /api/unlocks/<id>/end`.
pub(crate) async fn end(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(unlock_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    state.backend.custody().end(&viewer, path_id(&unlock_id)?).await?;
    Ok(completed(&headers, "/activity/sensitive?saved=ended"))
}

/// `POST /calls?…`: the forms of **PII unlock** on a page without scripts. What is unlocked is shown in
/// place, in this answer only.
pub(crate) async fn on_page(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = parse_form(form)?;
    let list = ListQuery::parse(&query.unwrap_or_default()).href();
    let call_id: CallId = path_id(field(&pairs, "call_id").unwrap_or_default())?;
    let custody = state.backend.custody();
    let unlock_id = || {
        path_id::<UnlockId>(field(&pairs, "unlock_id").unwrap_or_default()).map_err(Refusal::from)
    };
    let (outcome, status) = match field(&pairs, "unlock") {
        Some("view") => match custody.view(&viewer, unlock_id()?).await {
            Ok(text) => {
                let unlocked = Some((call_id, text));
                (FormOutcome { unlocked, ..FormOutcome::default() }, StatusCode::OK)
            }
            Err(error) => refused(error, pairs, &headers)?,
        },
        Some("end") => match custody.end(&viewer, unlock_id()?).await {
            Ok(()) => return Ok(back(&list)),
            Err(error) => refused(error, pairs, &headers)?,
        },
        _ => match ask(&state, &viewer, call_id, &pairs).await {
            Ok(_) => return Ok(back(&list)),
            Err(error) => refused(error, pairs, &headers)?,
        },
    };
    let host = headers.get(header::HOST);
    let left = outcome.unlocked.as_ref().map(|(_, text)| text.unlock.seconds_left);
    let mut page = pages::render_again(&state, &list, host, Some(viewer), outcome, status).await;
    // Without scripts the page goes back to what is redacted by itself when the time is over.
    let refresh = left.map(|left| HeaderValue::from_str(&format!("{left}; url={list}")));
    if let Some(Ok(refresh)) = refresh {
        page.headers_mut().insert(header::REFRESH, refresh);
    }
    Ok(page)
}

async fn ask(
    state: &AppState,
    viewer: &Viewer,
    call_id: CallId,
    pairs: &Pairs,
) -> Result<earshot_domain::Unlock, Error> {
    // Who may not ask learns nothing of the form.
    viewer.require(Permission::UnlockPersonalData)?;
    let request = UnlockForm::parse(pairs).map_err(Error::Invalid)?;
    state.backend.custody().request(viewer, call_id, &request).await
}

fn back(list: &str) -> Response {
    Redirect::to(&format!("{list}#unlock")).into_response()
}

/// The outcome of a form that a person can mend, or whose refusal belongs beside it.
fn refused(
    error: Error,
    pairs: Pairs,
    headers: &HeaderMap,
) -> Result<(FormOutcome, StatusCode), Refusal> {
    let belongs = matches!(error, Error::Invalid(_) | Error::UnlockRefused(_) | Error::Conflict(_));
    if !belongs || !wants_page(headers) {
        return Err(error.into());
    }
    let problem = error.problem();
    let status = status_of(&problem);
    Ok((FormOutcome { problem: Some(problem), pairs, ..FormOutcome::default() }, status))
}
