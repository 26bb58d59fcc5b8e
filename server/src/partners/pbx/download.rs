//! Download of the PBX interface's file.

use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use earshot_backend::{ApiClient, PbxError};
use earshot_domain::PbxCode;

use super::interfaces::{Caller, no_referrer, refused};
use crate::{AppState, client_address::ClientAddress, form, head_body::of_unknown_length};

/// `GET` and `HEAD /api/download/<file>?access_token=…`. A failure is an HTTP status, or a transfer
/// that is cut off. HEAD counts as no download.
pub(crate) async fn download(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let caller = Caller { state: &state, address: &address, headers: &headers };
    let mut limit = None;
    let opened = match caller.holder(&form::parse_query(query.as_deref())).await {
        Ok((_, rate)) if rate.exceeded => {
            limit = Some(rate);
            Err(PbxCode::MaxLimitationExceeded.into())
        }
        Ok((holder, _)) => opened(&state, &holder, &file, &method).await,
        Err(refusal) => Err(refusal),
    };
    let mut response = match opened {
        Ok(body) => {
            let mut response = body.into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            // Only names that this server issued are found; they are ASCII.
            let disposition = format!("attachment; filename=\"{file}\"");
            if let Ok(value) = HeaderValue::from_str(&disposition) {
                headers.insert(header::CONTENT_DISPOSITION, value);
            }
            response
        }
        Err(refusal) => {
            let mut response = refused(refusal, limit);
            *response.status_mut() = status(refusal);
            if let Some(seconds) = retry_after(refusal) {
                response.headers_mut().entry(header::RETRY_AFTER).or_insert(seconds.into());
            }
            response
        }
    };
    no_referrer(&mut response);
    response
}

/// The body of a download, and for HEAD an empty one without a length.
async fn opened(
    state: &AppState,
    client: &ApiClient,
    file: &str,
    method: &Method,
) -> Result<Body, PbxError> {
    let pbx = state.backend.pbx();
    if method == Method::HEAD {
        pbx.check_download(client, file).await?;
        return Ok(of_unknown_length());
    }
    Ok(Body::from_stream(pbx.open_download(client, file).await?))
}

/// Seconds after which a refused download can succeed, where time helps.
const fn retry_after(refusal: PbxError) -> Option<u32> {
    match refusal.0 {
        PbxCode::OverloadTaskRunning => Some(1),
        PbxCode::MaxLimitationExceeded | PbxCode::AccountIpBlocked => Some(60),
        _ => None,
    }
}

fn status(refusal: PbxError) -> StatusCode {
    match refusal.0 {
        PbxCode::TokenExpired => StatusCode::UNAUTHORIZED,
        PbxCode::AccessDenied | PbxCode::IpForbidden => StatusCode::FORBIDDEN,
        PbxCode::DataNotFound => StatusCode::NOT_FOUND,
        PbxCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        PbxCode::OverloadTaskRunning
        | PbxCode::MaxLimitationExceeded
        | PbxCode::AccountIpBlocked => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
