//! Receivers of phone systems' webhooks, in the vendors' formats.

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{OriginalUri, Path, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use earshot_backend::{Delivery, Error, Received};
use earshot_domain::{Problem, ProblemCode, PushResult, byte_size};
use http_body_util::LengthLimitError;
use serde_json::json;

use crate::{
    AppState, body_limits::MAX_REPORT_BYTES, client_address::ClientAddress, problem::Refusal,
};

/// `POST /v1/ingest/webhooks/{receiver}`: 200 for a report that was accepted or ignored; any other
/// status makes the sender retry.
pub(crate) async fn receive(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    Path(receiver): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let body = to_bytes(body, MAX_REPORT_BYTES).await.map_err(unread)?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let url = format!("{}{path}", state.base_url(&headers));
    let headers: Vec<(String, String)> = headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect();
    let delivery = Delivery { url: &url, headers: &headers, body: &body };
    let received = match state.backend.intake().receive(&receiver, &delivery, &address).await {
        Err(Error::InvalidKey) => return Err(unsigned(&receiver)),
        received => received?,
    };
    match received {
        Received::Ignored => Ok(Json(json!({ "result": "ignored" })).into_response()),
        Received::Call(call) if call.result == PushResult::Refused => {
            let detail = call.reason.unwrap_or_default();
            Err(Refusal(Problem::new(ProblemCode::InvalidValue, detail)))
        }
        Received::Call(call) => Ok(Json(call).into_response()),
    }
}

/// The problem of a report without the receiver's secret. Receivers are not API keys: the operator
/// describes them in a file.
fn unsigned(receiver: &str) -> Refusal {
    let detail = format!(
        "The report is not signed with the secret of the receiver {receiver}. Compare the secret and the \
         signature in the sender's settings with the operator's file of receivers."
    );
    Refusal(Problem::new(ProblemCode::InvalidKey, detail))
}

fn unread(error: axum::Error) -> Error {
    if error.into_inner().is::<LengthLimitError>() {
        Error::TooLarge(byte_size(MAX_REPORT_BYTES as u64))
    } else {
        Error::Malformed("The body was cut off, so nothing was stored.".to_owned())
    }
}
