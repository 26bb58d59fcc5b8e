//! Exports: the streamed file, the list, and one background export.

use earshot_domain::{ExportJob, ExportList, FormPairs, Profile};
use leptos::{
    server,
    server_fn::codec::{ByteStream, GetUrl, Streaming},
};
use serde::{Deserialize, Serialize};

use super::{ApiError, form_body::FormBody};

/// Contents of the page of one background export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportPage {
    /// The signed-in person.
    pub profile: Profile,
    /// The export.
    pub job: ExportJob,
}

/// Loads a page of the exports that the viewer may see.
#[server(prefix = "/api", endpoint = "exports", input = GetUrl)]
pub async fn load_exports(cursor: Option<String>) -> Result<ExportList, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    Ok(backend.exports().list(&viewer, cursor.as_deref()).await?)
}

/// Loads one background export.
#[server(prefix = "/api", endpoint = "exports/job", input = GetUrl)]
pub async fn load_export(export_id: String) -> Result<ExportPage, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let id = export_id.parse().map_err(|_| earshot_backend::Error::NotFound)?;
    let job = backend.exports().job(&viewer, id).await?;
    Ok(ExportPage { profile: viewer.profile(), job })
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
