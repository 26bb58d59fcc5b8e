//! The pieces of a file on their way to its reader.

use bytes::Bytes;
use futures::{
    StreamExt,
    stream::{self, BoxStream},
};
use tokio::sync::mpsc;

use crate::Error;

/// The bytes of a file as they are written; an error item means the file is broken off.
pub type FileStream = BoxStream<'static, Result<Bytes, Error>>;

/// A piece of the file. A file whose last piece never comes is broken off, whatever the reason: its
/// stream ends in an error, which makes the connection break without its final chunk.
pub(super) enum Chunk {
    Part(Bytes),
    Last(Bytes),
}

/// The file of the pieces that a run sends.
pub(super) fn file_stream(receiver: mpsc::Receiver<Chunk>) -> FileStream {
    let chunks = stream::unfold(Some(receiver), |receiver| async {
        let mut receiver = receiver?;
        Some(match receiver.recv().await {
            Some(Chunk::Part(bytes)) => (Ok(bytes), Some(receiver)),
            Some(Chunk::Last(bytes)) => (Ok(bytes), None),
            None => (Err(Error::internal("the export was broken off")), None),
        })
    });
    chunks.boxed()
}
