//! Keys for programs: the page, and the forms that make and revoke them.

use axum::{
    Extension, Json,
    extract::{Path, RawForm, Request, State, rejection::RawFormRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use earshot_app::api::FormOutcome;
use earshot_backend::{Error, Viewer};
use earshot_domain::{ApiKeyForm, ApiKeyId};

use super::{form::pairs_of, settings};
use crate::{
    AppState, pages,
    problem::{Refusal, status_of, wants_page},
};

/// `/settings/api-keys`; to those who have no such page it is as if there were none.
pub(crate) async fn page(
    state: State<AppState>,
    viewer: Extension<Viewer>,
    request: Request,
) -> Response {
    settings::page(state, viewer, request).await
}

/// `POST /settings/api-keys`. The secret is in the answer and nowhere else, so a page is answered
/// with a page.
pub(crate) async fn make(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = pairs_of(form, ApiKeyForm::FIELDS)?;
    let form = ApiKeyForm::parse(&pairs);
    let made = state.backend.make_api_key(&viewer, &form).await;
    if !wants_page(&headers) {
        return Ok((StatusCode::CREATED, Json(made?)).into_response());
    }
    let (outcome, status) = match made {
        Ok(made) => (
            FormOutcome { made_api_key: Some(made), ..FormOutcome::default() },
            StatusCode::CREATED,
        ),
        Err(error @ Error::Invalid(_)) => {
            let problem = error.problem();
            let status = status_of(&problem);
            (FormOutcome { problem: Some(problem), pairs, ..FormOutcome::default() }, status)
        }
        Err(error) => return Err(error.into()),
    };
    let host = headers.get(header::HOST);
    let page = "/settings/api-keys";
    Ok(pages::render_again(&state, page, host, Some(viewer), outcome, status).await)
}

/// `POST /settings/api-keys/<id>/revoke`.
pub(crate) async fn revoke(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(api_key_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id: ApiKeyId = api_key_id.parse().map_err(|_| Error::NotFound)?;
    state.backend.revoke_api_key(&viewer, id).await?;
    if wants_page(&headers) {
        return Ok(Redirect::to("/settings/api-keys?saved=revoked").into_response());
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
