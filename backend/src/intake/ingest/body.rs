//! Bodies of pushes: their local times are checked before anything is stored.

use std::io::{self, BufRead, BufReader, Read, Seek};

use super::{bounded::Bounded, push::MAX_BYTES};
use crate::{
    Error,
    intake::readers::{Format, Layout, ReadError, ReadOptions, check_local_times, unpacked},
};

/// A body whose local times, if it has any, are as they are to be read: it is stored in a temporary file
/// first, so that it can be checked to its end before any of it is taken.
pub(super) fn checked_body(
    (format, layout, options): (Format, Layout, &ReadOptions),
    body: Box<dyn Read + Send>,
) -> Result<Box<dyn BufRead + Send>, Error> {
    if format != Format::Pbx {
        return Ok(Box::new(BufReader::with_capacity(1 << 16, body)));
    }
    let mut body = body;
    let mut file = tempfile::tempfile().map_err(Error::internal)?;
    io::copy(&mut body, &mut file).map_err(not_copied)?;
    file.rewind().map_err(Error::internal)?;
    let again = file.try_clone().map_err(Error::internal)?;
    let checked = unpacked(Box::new(BufReader::with_capacity(1 << 16, again)))
        .map_err(ReadError::from)
        .and_then(|plain| {
            let (input, _) = Bounded::new(plain, MAX_BYTES);
            check_local_times(format, layout, Box::new(BufReader::new(input)), options)
        });
    // What else is wrong is found where it is read.
    if let Err(error @ ReadError::OtherDisplay(_)) = checked {
        return Err(unreadable(&error));
    }
    file.rewind().map_err(Error::internal)?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// A full disk passes, once the operator has freed space; anything else is the sender's.
fn not_copied(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull
        | io::ErrorKind::QuotaExceeded
        | io::ErrorKind::ReadOnlyFilesystem => {
            tracing::error!(%error, "a body could not be stored to check its local times");
            Error::Busy
        }
        _ => unreadable(&error.into()),
    }
}

/// The error for a body that cannot be read.
pub(super) fn unreadable(error: &ReadError) -> Error {
    match error {
        ReadError::OtherDisplay(conflict) => {
            let field = if conflict.date_orders().is_empty() { "clock_face" } else { "date_order" };
            let advice = conflict.advice("date_order", "clock_face");
            Error::field(field, format!("does not fit the body: {conflict}; {advice}"))
        }
        ReadError::NotTheFormat { .. } => Error::field("body", format!("is {error}")),
        ReadError::NotJson { .. } | ReadError::Encoding { .. } => {
            Error::Malformed(format!("The body is {error}. Nothing was stored."))
        }
        ReadError::Io(_) => Error::Malformed(
            "The body cannot be read to its end, or is not whole gzip. Nothing was stored."
                .to_owned(),
        ),
    }
}
