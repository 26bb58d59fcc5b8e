//! Body of an answer to HEAD whose file was not made.

use axum::body::Body;
use earshot_backend::Error;
use futures::stream;

/// An empty body that claims no length.
pub(crate) fn of_unknown_length() -> Body {
    Body::from_stream(stream::empty::<Result<Vec<u8>, Error>>())
}
