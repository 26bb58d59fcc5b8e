//! The response of a server function that streams a file.

use axum::http::{HeaderName, HeaderValue, header};
use earshot_backend::{Error, StreamedExport};
use futures::StreamExt;
use leptos::{prelude::expect_context, server_fn::codec::ByteStream};
use leptos_axum::ResponseOptions;

use super::ApiError;

/// The file of an export, with headers that name it, its kind and its export. An error in the
/// stream breaks the transfer.
pub(super) fn stream(export: StreamedExport) -> Result<ByteStream<ApiError>, ApiError> {
    let disposition = text(format!("attachment; filename=\"{}\"", export.file_name))?;
    let export_id = text(export.export_id.to_string())?;
    let response = expect_context::<ResponseOptions>();
    let content_type = HeaderValue::from_static(export.format.content_type());
    response.insert_header(header::CONTENT_TYPE, content_type);
    response.insert_header(header::CONTENT_DISPOSITION, disposition);
    response.insert_header(HeaderName::from_static("earshot-export-id"), export_id);
    response.insert_header(HeaderName::from_static("earshot-matched"), export.matched.into());
    let chunks = export.stream.map(|chunk| chunk.map_err(|error| ApiError(error.problem())));
    Ok(ByteStream::new(chunks))
}

fn text(value: String) -> Result<HeaderValue, ApiError> {
    Ok(HeaderValue::try_from(value).map_err(Error::internal)?)
}
