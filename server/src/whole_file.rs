//! Responses with a whole file, for GET and HEAD alike.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use earshot_backend::Error;
use futures::stream;

/// What a response says of a file before its content.
pub(crate) struct WholeFile<'a> {
    pub(crate) content_type: &'a str,
    /// The name under which it is saved; without one, a browser shows it.
    pub(crate) name: Option<&'a str>,
    /// Its length, where it is known before the file is made.
    pub(crate) length: Option<u64>,
}

impl WholeFile<'_> {
    /// Answers with the file, and HEAD without making it: `content` is not polled then.
    pub(crate) async fn answer<E: From<Error>>(
        &self,
        method: &Method,
        content: impl Future<Output = Result<Body, E>>,
    ) -> Result<Response, E> {
        let headers = self.headers()?;
        let body = match (method, self.length) {
            (&Method::HEAD, Some(_)) => Body::empty(),
            (&Method::HEAD, None) => of_unknown_length(),
            _ => content.await?,
        };
        Ok((headers, body).into_response())
    }

    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        let content_type = HeaderValue::from_str(self.content_type).map_err(Error::internal)?;
        headers.insert(header::CONTENT_TYPE, content_type);
        if let Some(name) = self.name {
            headers.insert(header::CONTENT_DISPOSITION, saved_as(name)?);
        }
        if let Some(length) = self.length {
            headers.insert(header::CONTENT_LENGTH, length.into());
        }
        Ok(headers)
    }
}

/// The disposition of a file that is saved under a name, which has no quotes.
pub(crate) fn saved_as(name: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).map_err(Error::internal)
}

/// An empty body that claims no length.
fn of_unknown_length() -> Body {
    Body::from_stream(stream::empty::<Result<Vec<u8>, Error>>())
}
