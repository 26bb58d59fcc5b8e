//! Chunks of an export file on their way to the client.

use bytes::Bytes;
use futures::{
    StreamExt,
    stream::{self, BoxStream},
};
use tokio::sync::mpsc;

use crate::Error;

/// Bytes of an export file; an error item means that the file is incomplete.
pub type FileStream = BoxStream<'static, Result<Bytes, Error>>;

/// A chunk of the file. Without a last chunk, for whatever reason, the stream ends in an error, so
/// that the connection closes before the final chunk and the client sees an incomplete file.
pub(super) enum Chunk {
    Part(Bytes),
    Last(Bytes),
}

/// Turns the chunks of a run into a stream.
pub(super) fn file_stream(receiver: mpsc::Receiver<Chunk>) -> FileStream {
    let chunks = stream::unfold(Some(receiver), |receiver| async {
        let mut receiver = receiver?;
        Some(match receiver.recv().await {
            Some(Chunk::Part(bytes)) => (Ok(bytes), Some(receiver)),
            Some(Chunk::Last(bytes)) => (Ok(bytes), None),
            None => (Err(Error::internal("the export was aborted")), None),
        })
    });
    chunks.boxed()
}
