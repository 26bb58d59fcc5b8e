//! The project that a person searched last: remembered in a cookie, and used where a URL names none.

use axum::{
    http::{HeaderMap, HeaderValue, header::SET_COOKIE},
    response::Response,
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use earshot_backend::{Error, Viewer};
use earshot_domain::{ListQuery, Slug};

use crate::{
    AppState,
    cookie::{project_cookie, project_cookie_name},
};

/// The remembered project, if the person still has it.
pub(crate) fn remembered(state: &AppState, viewer: &Viewer, headers: &HeaderMap) -> Option<Slug> {
    let name = project_cookie_name(state.https(), viewer).ok()?;
    let jar = CookieJar::from_headers(headers);
    let slug = jar.get(&name).map(Cookie::value)?.parse().ok()?;
    viewer.project(Some(&slug)).is_ok().then_some(slug)
}

/// The project of a list whose URL names none: that of the opened call, or the remembered one. None
/// for a person without a choice of projects.
///
/// # Errors
/// Those of the store; a page that would wait for it once more is not begun.
pub(super) async fn implied(
    state: &AppState,
    viewer: &Viewer,
    headers: &HeaderMap,
    list: &ListQuery,
) -> Result<Option<Slug>, Error> {
    if list.filter.project.is_some() || viewer.project(None).is_ok() {
        return Ok(None);
    }
    let Some(call) = list.expand else { return Ok(remembered(state, viewer, headers)) };
    match state.backend.calls().project_of(viewer, call).await {
        Ok(slug) => Ok(Some(slug)),
        Err(Error::NotFound) => Ok(remembered(state, viewer, headers)),
        Err(error) => Err(error),
    }
}

/// Remembers the project of a list that was answered.
pub(super) fn remember(
    state: &AppState,
    viewer: &Viewer,
    headers: &HeaderMap,
    list: &ListQuery,
    response: &mut Response,
) -> Result<(), Error> {
    let Some(slug) = list.filter.project.as_ref() else { return Ok(()) };
    let known = remembered(state, viewer, headers);
    if viewer.project(Some(slug)).is_err() || known.as_ref() == Some(slug) {
        return Ok(());
    }
    let cookie = project_cookie(state.https(), viewer, slug)?;
    let cookie = HeaderValue::try_from(cookie).map_err(Error::internal)?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(())
}
