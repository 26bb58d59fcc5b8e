//! Responses with the bytes of a file, whole or a single range of it.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use earshot_backend::Error;
use futures::stream::BoxStream;

use super::range::RequestedRange;
use crate::problem::Refusal;

/// What a response says of a file.
pub(super) struct FileHead<'a> {
    pub(super) content_type: &'a str,
    pub(super) disposition: &'a str,
    pub(super) length: u64,
    /// Strong entity tag, quoted.
    pub(super) version: &'a str,
    /// Whether ranges are offered.
    pub(super) ranges: bool,
}

/// Stream of a file's bytes.
pub(super) type FileBytes = BoxStream<'static, Result<Bytes, Error>>;

impl RequestedRange {
    /// The first byte and the one after the last, of a file of `length` bytes.
    pub(super) const fn bounds(self, length: u64) -> (u64, u64) {
        match self {
            Self::Full => (0, length),
            Self::Partial { first, end } => (first, end),
            Self::Unsatisfiable => (0, 0),
        }
    }
}

/// Builds the response of a range, with its bytes unless it is for HEAD.
pub(super) fn ranged(
    head: &FileHead<'_>,
    range: RequestedRange,
    bytes: Option<FileBytes>,
) -> Result<Response, Refusal> {
    let value = |text: &str| HeaderValue::from_str(text).map_err(Error::internal);
    let (first, end) = range.bounds(head.length);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, value(head.content_type)?);
    headers.insert(header::CONTENT_LENGTH, end.saturating_sub(first).into());
    headers.insert(header::CONTENT_DISPOSITION, value(head.disposition)?);
    headers.insert(header::ETAG, value(head.version)?);
    if head.ranges {
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    }
    let status = match range {
        RequestedRange::Full => StatusCode::OK,
        RequestedRange::Partial { first, end } => {
            let range = format!("bytes {first}-{}/{}", end.saturating_sub(1), head.length);
            headers.insert(header::CONTENT_RANGE, value(&range)?);
            StatusCode::PARTIAL_CONTENT
        }
        RequestedRange::Unsatisfiable => {
            let range = format!("bytes */{}", head.length);
            headers.insert(header::CONTENT_RANGE, value(&range)?);
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response());
        }
    };
    let body = bytes.map_or_else(Body::empty, Body::from_stream);
    Ok((status, headers, body).into_response())
}
