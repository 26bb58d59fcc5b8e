//! The report of missed and wrong redactions: the page, and its marks as a file.

use axum::{
    Extension,
    body::Body,
    extract::{Request, State},
    http::Method,
    response::Response,
};
use earshot_backend::Viewer;
use earshot_domain::Permission;

use crate::{AppState, pages, problem::Refusal, whole_file::WholeFile};

/// `/activity/redaction`: 404 for roles that do not see it.
pub(crate) async fn page(
    state: State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Result<Response, Refusal> {
    viewer.require(Permission::MarkRedactions)?;
    Ok(pages::render(state, request).await)
}

/// `GET /activity/redaction.csv`: every mark, without words.
pub(crate) async fn csv(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    method: Method,
) -> Result<Response, Refusal> {
    viewer.require(Permission::MarkRedactions)?;
    let file = WholeFile {
        content_type: "text/csv; charset=utf-8",
        name: Some("redaction-report.csv"),
        length: None,
    };
    let content = async {
        let marks = state.backend.exports().redaction_file(&viewer).await?;
        Ok(Body::from_stream(marks))
    };
    file.answer(&method, content).await
}
