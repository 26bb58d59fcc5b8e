//! Streamed request bodies with a limit of size and time.

use std::{
    io::{self, Read},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, header},
};
use earshot_backend::Error;
use earshot_domain::byte_size;
use futures::{Stream, StreamExt, TryStreamExt, stream::try_unfold};
use tempfile::NamedTempFile;
use tokio::{io::AsyncWriteExt, time::Instant};
use tokio_util::io::{StreamReader, SyncIoBridge};

use crate::problem::Refusal;

/// Longest time in which a body may arrive and be stored.
const BODY_TIMEOUT: Duration = Duration::from_mins(15);

/// Refuses a body by its `Content-Length`, before any of it is read.
pub(super) fn check_length(headers: &HeaderMap, max: usize) -> Result<(), Refusal> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    match length.and_then(|length| length.parse::<usize>().ok()) {
        Some(length) if length > max => Err(too_large(max).into()),
        _ => Ok(()),
    }
}

/// Converts a body into a blocking reader.
pub(super) fn blocking_reader(body: Body, max: usize) -> Box<dyn Read + Send> {
    Box::new(SyncIoBridge::new(StreamReader::new(Box::pin(chunks(body, max)))))
}

/// Stores a body in a temporary file, which is deleted when it is dropped.
pub(super) async fn to_file(body: Body, max: usize) -> Result<NamedTempFile, Refusal> {
    let file = NamedTempFile::new().map_err(unwritable)?;
    let copy = file.reopen().map_err(Error::internal)?;
    let mut copy = tokio::fs::File::from_std(copy);
    let mut chunks = Box::pin(chunks(body, max));
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => too_large(max),
            _ => Error::Malformed("The body was cut off, so nothing was stored.".to_owned()),
        })?;
        copy.write_all(&chunk).await.map_err(unwritable)?;
    }
    copy.flush().await.map_err(unwritable)?;
    Ok(file)
}

/// A full disk passes, once the operator has freed space.
fn unwritable(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull
        | io::ErrorKind::QuotaExceeded
        | io::ErrorKind::ReadOnlyFilesystem => {
            tracing::error!(%error, "a recording could not be received");
            Error::MediaUnwritable
        }
        _ => Error::internal(error),
    }
}

fn chunks(body: Body, max: usize) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let stream = body.into_data_stream().map_err(io::Error::other);
    let now = Instant::now();
    let end = now.checked_add(BODY_TIMEOUT).unwrap_or(now);
    try_unfold((stream, max), move |(mut stream, left)| async move {
        let next = tokio::time::timeout_at(end, stream.next());
        let next =
            next.await.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "body timeout"))?;
        let Some(chunk) = next.transpose()? else { return Ok(None) };
        let left = left
            .checked_sub(chunk.len())
            .ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, "too large"))?;
        Ok(Some((chunk, (stream, left))))
    })
}

fn too_large(max: usize) -> Error {
    Error::TooLarge(format!("{} in one request", byte_size(max as u64)))
}
