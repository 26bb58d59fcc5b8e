//! The cookies of a session, of a known device, of the last project and of what was just created:
//! names and attributes.

use axum_extra::extract::cookie::{Cookie, SameSite};
use earshot_backend::{Error, Viewer};
use earshot_domain::Slug;

/// Name of the session cookie. Browsers keep `__Host-` cookies to this host and to https.
pub(crate) const fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-earshot_session" } else { "earshot_session" }
}

/// Name of the cookie of a known device.
pub(crate) const fn device_cookie_name(https: bool) -> &'static str {
    if https { "__Host-earshot_device" } else { "earshot_device" }
}

/// The cookie of a known device, for a year.
pub(crate) fn device_cookie(https: bool, token: String) -> String {
    let cookie = Cookie::build((device_cookie_name(https), token))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Strict);
    format!("{cookie}; Max-Age={}", 365 * 24 * 3600)
}

/// The session cookie with a token as its value.
pub(crate) fn session_cookie(https: bool, token: String) -> Cookie<'static> {
    Cookie::build((cookie_name(https), token))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .build()
}

/// Name of the cookie of the project that a person searched last; each person of a browser has one.
pub(crate) fn project_cookie_name(https: bool, viewer: &Viewer) -> Result<String, Error> {
    let prefix = if https { "__Host-" } else { "" };
    Ok(format!("{prefix}earshot_project_{}", viewer.cookie_tag()?))
}

/// The cookie of the project that a person searched last, for a year.
pub(crate) fn project_cookie(https: bool, viewer: &Viewer, slug: &Slug) -> Result<String, Error> {
    let cookie = Cookie::build((project_cookie_name(https, viewer)?, slug.to_string()))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax);
    Ok(format!("{cookie}; Max-Age={}", 365 * 24 * 3600))
}

/// Name of the cookie that hands what was just created over to the next page.
pub(crate) const fn handover_cookie_name(https: bool) -> &'static str {
    if https { "__Secure-earshot_created" } else { "earshot_created" }
}

/// The cookie that hands a sealed value over to the page at `path`; an empty value removes it.
pub(crate) fn handover_cookie(https: bool, path: &'static str, sealed: String) -> String {
    let seconds = if sealed.is_empty() { 0 } else { 60 };
    let cookie = Cookie::build((handover_cookie_name(https), sealed))
        .path(path)
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Strict);
    format!("{cookie}; Max-Age={seconds}")
}
