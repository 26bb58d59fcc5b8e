//! The session cookie: its name, and its attributes.

use axum_extra::extract::cookie::{Cookie, SameSite};

/// Name of the session cookie. Browsers keep `__Host-` cookies to this host and to https.
pub(crate) const fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-earshot_session" } else { "earshot_session" }
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
