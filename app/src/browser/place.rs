//! The place on the page's URL, for ways that lead back to it.

/// URL of the sign-in page that leads back to the page on the screen.
pub fn sign_in_href() -> String {
    // On the server nobody is on a page yet.
    if !cfg!(target_arch = "wasm32") {
        return "/sign-in".to_owned();
    }
    let location = leptos::prelude::window().location();
    let path = location.pathname().unwrap_or_default();
    sign_in_to(&format!("{path}{}", location.search().unwrap_or_default()))
}

/// URL of the sign-in page that leads to a page of the portal.
pub fn sign_in_to(next: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    format!("/sign-in?{query}")
}

/// Whether a page of the portal led to the one that was loaded.
pub fn came_from(path: &str) -> bool {
    let referrer = leptos::prelude::document().referrer();
    let origin = leptos::prelude::window().location().origin().unwrap_or_default();
    let from = referrer.strip_prefix(&origin).unwrap_or_default();
    from.split('?').next() == Some(path)
}
