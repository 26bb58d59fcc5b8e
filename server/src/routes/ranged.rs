//! Responses with the bytes of a file, whole or a single range of it, for GET and HEAD alike.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use earshot_backend::Error;
use futures::stream::BoxStream;

use super::range::{RequestedRange, requested_range};
use crate::problem::Refusal;

/// Stream of a file's bytes.
type FileBytes = BoxStream<'static, Result<Bytes, Error>>;

/// A file whose length is known.
pub(super) struct RangedFile<'a> {
    pub(super) content_type: &'a str,
    pub(super) disposition: HeaderValue,
    pub(super) length: u64,
    /// Strong entity tag, quoted.
    pub(super) version: &'a str,
    /// Whether ranges are offered; otherwise the whole file is sent, whatever is requested.
    pub(super) ranges: bool,
}

/// What a response depends on in its request.
#[derive(Clone, Copy)]
pub(super) struct RangedRequest<'a> {
    pub(super) method: &'a Method,
    pub(super) headers: &'a HeaderMap,
}

impl RangedFile<'_> {
    /// Answers with the requested bytes. `read`, which opens them from the first up to but excluding the
    /// end, is not called for HEAD, nor when there are none.
    pub(super) async fn answer<R>(
        &self,
        request: RangedRequest<'_>,
        read: impl FnOnce(u64, u64) -> R,
    ) -> Result<Response, Refusal>
    where
        R: Future<Output = Result<FileBytes, Error>>,
    {
        let range = if self.ranges {
            requested_range(request.headers, self.length, self.version)
        } else {
            RequestedRange::Full
        };
        let headers = self.headers(range)?;
        let (status, (first, end)) = match range {
            RequestedRange::Full => (StatusCode::OK, (0, self.length)),
            RequestedRange::Partial { first, end } => (StatusCode::PARTIAL_CONTENT, (first, end)),
            RequestedRange::Unsatisfiable => {
                return Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response());
            }
        };
        let body = match *request.method {
            Method::HEAD => Body::empty(),
            _ => Body::from_stream(read(first, end).await?),
        };
        Ok((status, headers, body).into_response())
    }

    fn headers(&self, range: RequestedRange) -> Result<HeaderMap, Error> {
        let value = |text: &str| HeaderValue::from_str(text).map_err(Error::internal);
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, value(self.content_type)?);
        headers.insert(header::CONTENT_DISPOSITION, self.disposition.clone());
        headers.insert(header::ETAG, value(self.version)?);
        if self.ranges {
            headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        }
        let (length, part) = match range {
            RequestedRange::Full => (self.length, None),
            RequestedRange::Partial { first, end } => {
                let last = end.saturating_sub(1);
                (end.saturating_sub(first), Some(format!("bytes {first}-{last}/{}", self.length)))
            }
            RequestedRange::Unsatisfiable => (0, Some(format!("bytes */{}", self.length))),
        };
        headers.insert(header::CONTENT_LENGTH, length.into());
        if let Some(part) = part {
            headers.insert(header::CONTENT_RANGE, value(&part)?);
        }
        Ok(headers)
    }
}
