//! One call's transcript as a file.

use axum::{
    Extension,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use earshot_backend::{Error, Viewer};
use earshot_domain::{TranscriptFormat, TranscriptQuery};

use crate::{AppState, problem::Refusal};

/// `GET /api/calls/<id>/transcript?format=txt&include_quality_history=true`.
pub(crate) async fn download(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(call_id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let id = call_id.parse().map_err(|_| Error::NotFound)?;
    let query = TranscriptQuery::parse(&query.unwrap_or_default());
    let file = state.backend.transcript_file(&viewer, id, query).await?;
    let content_type = match file.format {
        TranscriptFormat::Txt => "text/plain; charset=utf-8",
    };
    let disposition = format!("attachment; filename=\"{}\"", file.file_name);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).map_err(Error::internal)?,
    );
    Ok((headers, file.bytes).into_response())
}
