//! Notice of an ended session, with a sign-in link that returns to the current position.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::playback::Playback;
use crate::{browser::sign_in_to, ui::Erased};

/// Links to the sign-in page, which returns to the opened call.
#[component]
pub fn SessionEnded(playback: Playback) -> impl IntoView {
    let location = use_location();
    let href = move || {
        let path = location.pathname.get();
        sign_in_href(&path, &location.search.get(), playback.position.get().unwrap_or_default())
    };
    view! {
        <div class="notice notice-problem" role="alert">
            <strong>"Signed out"</strong>
            <p>
                "Your session has ended. "<a href=href rel="external">"Sign in again"</a>
                " to continue."
            </p>
        </div>
    }
    .erased()
}

/// Returns the URL of the sign-in page that continues to `path` with its query and the position.
fn sign_in_href(path: &str, search: &str, seconds: f64) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(search.trim_start_matches('?').as_bytes()) {
        if name != "t" {
            query.append_pair(&name, &value);
        }
    }
    if seconds >= 1.0 {
        query.append_pair("t", &format!("{:.0}", seconds.floor()));
    }
    let next = format!("{path}?{}", query.finish());
    sign_in_to(&next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_again_returns_to_the_call_and_the_position() {
        assert_eq!(
            sign_in_href("/calls", "?project_id=desk&expand=x&t=2", 17.8),
            "/sign-in?next=%2Fcalls%3Fproject_id%3Ddesk%26expand%3Dx%26t%3D17"
        );
        assert_eq!(sign_in_href("/calls", "expand=x", 0.0), "/sign-in?next=%2Fcalls%3Fexpand%3Dx");
    }
}
