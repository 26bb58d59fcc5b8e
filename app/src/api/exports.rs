//! Exports: the streamed file and the history.

use earshot_domain::{ExportRecord, FormPairs};
use leptos::{
    server,
    server_fn::codec::{ByteStream, GetUrl, Streaming},
};

use super::{ApiError, form_body::FormBody};

/// Loads the viewer's exports, newest first.
#[server(prefix = "/api", endpoint = "exports", input = GetUrl)]
pub async fn load_exports() -> Result<Vec<ExportRecord>, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    Ok(backend.exports().history(&viewer).await?)
}

/// The calls of a form's filter as one file, streamed.
#[server(
    prefix = "/api",
    endpoint = "exports/calls",
    input = FormBody,
    input_derive = (Clone,),
    output = Streaming
)]
pub async fn export_calls(form: FormPairs) -> Result<ByteStream<ApiError>, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let form = earshot_domain::ExportForm::parse(&form.0);
    super::file_response::stream(backend.exports().begin(&viewer, form).await?)
}
