//! Bodies that are read as they arrive, as far as they may go and no slower than they must.

use std::{
    io::{self, Read},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, header},
};
use earshot_backend::Error;
use futures::{Stream, StreamExt, TryStreamExt, stream::try_unfold};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;
use tokio_util::io::{StreamReader, SyncIoBridge};

use crate::problem::Refusal;

/// How long a body may be silent.
const SILENCE: Duration = Duration::from_secs(30);

/// Refuses a body that says it is larger than it may be, before any of it is read.
pub(super) fn fits(headers: &HeaderMap, most: u64) -> Result<(), Refusal> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    match length.and_then(|length| length.parse::<u64>().ok()) {
        Some(length) if length > most => Err(too_large(most).into()),
        _ => Ok(()),
    }
}

/// The body for a reader that blocks.
pub(super) fn readable(body: Body, most: u64) -> Box<dyn Read + Send> {
    Box::new(SyncIoBridge::new(StreamReader::new(Box::pin(pieces(body, most)))))
}

/// The body as a file, which is gone when it is dropped.
pub(super) async fn file(body: Body, most: u64) -> Result<NamedTempFile, Refusal> {
    let file = NamedTempFile::new().map_err(Error::internal)?;
    let copy = file.reopen().map_err(Error::internal)?;
    let mut copy = tokio::fs::File::from_std(copy);
    let mut pieces = Box::pin(pieces(body, most));
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => too_large(most),
            _ => Error::Malformed("The body broke off, so nothing of it was kept.".to_owned()),
        })?;
        copy.write_all(&piece).await.map_err(Error::internal)?;
    }
    copy.flush().await.map_err(Error::internal)?;
    Ok(file)
}

fn pieces(body: Body, most: u64) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let stream = body.into_data_stream().map_err(io::Error::other);
    try_unfold((stream, most), |(mut stream, left)| async move {
        let next = tokio::time::timeout(SILENCE, stream.next());
        let next =
            next.await.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "silent for 30 s"))?;
        let Some(piece) = next.transpose()? else { return Ok(None) };
        let left = left
            .checked_sub(piece.len() as u64)
            .ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, "too large"))?;
        Ok(Some((piece, (stream, left))))
    })
}

fn too_large(most: u64) -> Error {
    Error::TooLarge(format!("{} MB in one request", most >> 20))
}
