//! The cookies of a session and of a known device: names and attributes.

use axum_extra::extract::cookie::{Cookie, SameSite};

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
