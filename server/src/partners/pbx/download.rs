//! Download of the PBX interface's file.

use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::Response,
};
use earshot_backend::{ApiClient, PbxError};
use earshot_domain::PbxCode;

use super::interfaces::{Caller, no_referrer, refused};
use crate::{AppState, client_address::ClientAddress, form, whole_file::WholeFile};

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
        Ok(response) => response,
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

async fn opened(
    state: &AppState,
    client: &ApiClient,
    file: &str,
    method: &Method,
) -> Result<Response, PbxError> {
    let download = state.backend.pbx().open_download(client, file).await?;
    let described = WholeFile { content_type: "application/json", name: Some(file), length: None };
    described.answer(method, async { Ok(Body::from_stream(download.read().await?)) }).await
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
