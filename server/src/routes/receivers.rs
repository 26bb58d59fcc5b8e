//! Receivers of phone systems' webhooks, in the vendors' formats.

use std::net::IpAddr;

use axum::{
    Json,
    body::{Body, HttpBody},
    extract::{OriginalUri, Path, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use earshot_backend::{Delivery, Error, Place, Received, ReportBody};
use earshot_domain::{Problem, ProblemCode, PushResult, byte_size, client_network};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::json;

use crate::{AppState, client_address::ClientAddress, problem::Refusal};

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
    let _place = place(&state, &address)?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let url = format!("{}{path}", state.base_url(&headers));
    let headers: Vec<(String, String)> = headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect();
    let intake = state.backend.intake();
    let body = match read(body, intake.report_body(&receiver, &headers)).await {
        Err(error @ Error::TooLarge(_)) => {
            intake.note_unread_report(&receiver, &headers, &address, &error).await;
            return Err(error.into());
        }
        body => body?,
    };
    let delivery = Delivery { url: &url, headers: &headers, body: body.into() };
    let received = match intake.receive(&receiver, delivery, &address).await {
        Err(Error::InvalidKey) => return Err(unsigned()),
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
fn unsigned() -> Refusal {
    let detail = "The report is not signed with the receiver's secret. Compare the address, the secret and \
                  the signature in the sender's settings with the operator's file of receivers.";
    Refusal(Problem::new(ProblemCode::InvalidKey, detail))
}

/// Takes a place for a report from its client, so that reports that are still to be verified take
/// little memory.
fn place(state: &AppState, address: &str) -> Result<Place<IpAddr>, Error> {
    let address = address.parse().map_err(Error::internal)?;
    state.reports.take(client_network(address)).ok_or(Error::Busy)
}

/// Reads a body to its end; one that is not wanted is not kept.
async fn read(body: Body, how: ReportBody) -> Result<Vec<u8>, Error> {
    let size = body.size_hint().exact().and_then(|size| usize::try_from(size).ok());
    let size = size.filter(|_| how.is_wanted).unwrap_or(0).min(how.max_bytes);
    let mut body = Limited::new(body, how.max_bytes);
    let mut bytes = Vec::with_capacity(size);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| unread(&*error, how.max_bytes))?;
        if let Some(data) = frame.data_ref().filter(|_| how.is_wanted) {
            bytes.extend_from_slice(data);
        }
    }
    Ok(bytes)
}

fn unread(error: &(dyn std::error::Error + 'static), max: usize) -> Error {
    if error.is::<LengthLimitError>() {
        Error::TooLarge(byte_size(max as u64))
    } else {
        Error::Malformed("The body was cut off, so nothing was stored.".to_owned())
    }
}
