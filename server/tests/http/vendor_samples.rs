//! Sample requests and responses of Vapi, Retell and Twilio: invented, in the structure of their
//! public documentation.

use std::path::Path;

use axum::{
    Router,
    extract::{OriginalUri, State},
    http::{HeaderMap, StatusCode},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;

use crate::receivers::SECRET;

/// A sample of a vendor.
pub fn of_vendor(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/http/vendors");
    let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Twilio's interface with one call, its recording and its transcript in two pages.
pub async fn twilio() -> String {
    async fn answer(
        State(base): State<String>,
        OriginalUri(uri): OriginalUri,
        headers: HeaderMap,
    ) -> (StatusCode, String) {
        let pair = BASE64_STANDARD.encode(format!("AC4c122831efef10ac68b5223dccd6f614:{SECRET}"));
        if headers.get("authorization").unwrap() != &format!("Basic {pair}") {
            return (StatusCode::UNAUTHORIZED, String::new());
        }
        let query = uri.query().unwrap_or_default();
        let name = match uri.path().rsplit('/').next().unwrap() {
            "Sentences" if query.contains("Page=1") => "twilio-sentences-page2",
            "Sentences" => "twilio-sentences-page1",
            name if name.starts_with("GT") => "twilio-transcript",
            name if name.starts_with("RE") => "twilio-recording",
            name if name.starts_with("CA") => "twilio-call",
            _ => return (StatusCode::NOT_FOUND, String::new()),
        };
        let text = of_vendor(name).to_string();
        (StatusCode::OK, text.replace("https://intelligence.twilio.com", &base))
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().fallback(answer).with_state(base.clone());
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    base
}
