//! The HTML document of the page, rendered on the server without hydration.

use earshot_domain::Profile;
use leptos::prelude::*;
use leptos_router::{components::Router, location::RequestUrl};
use serde_json::Value;

use super::page::Parts;
use crate::frame::Frame;

/// Renders the document for a signed-in person; `pkg` is the folder of the style sheet, `address`
/// the public address of the portal.
pub fn document(
    pkg: &str,
    description: &'static Value,
    address: String,
    profile: Profile,
) -> String {
    let style = format!("/{pkg}/earshot.css");
    let page = Owner::new().with(|| {
        // The links of the frame read the current URL.
        provide_context(RequestUrl::new("/help/api"));
        view! {
            <html lang="en-GB">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>"API reference · Earshot"</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                    <link rel="stylesheet" href=style/>
                </head>
                <body>
                    <Router>
                        <Frame profile><Parts description address/></Frame>
                    </Router>
                </body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>{page}")
}
