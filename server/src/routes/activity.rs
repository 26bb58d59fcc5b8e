//! Activity: the page, and its events as files.

use axum::{
    Extension,
    body::Body,
    extract::{RawQuery, Request, State},
    http::Method,
    response::Response,
};
use earshot_backend::{ActivityFormat, Viewer};
use earshot_domain::{ActivityQuery, Permission};

use crate::{AppState, pages, problem::Refusal, whole_file::WholeFile};

/// `/activity`: 404 for roles that do not see it.
pub(crate) async fn page(
    state: State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Result<Response, Refusal> {
    viewer.require(Permission::ViewActivity)?;
    Ok(pages::render(state, request).await)
}

/// `GET /activity/events.csv?…`: the events of the page's filters.
pub(crate) async fn csv(
    state: State<AppState>,
    viewer: Extension<Viewer>,
    query: RawQuery,
    method: Method,
) -> Result<Response, Refusal> {
    file(state, viewer, query, &method, ActivityFormat::Csv).await
}

/// `GET /activity/events.json?…`: the same as one array.
pub(crate) async fn json(
    state: State<AppState>,
    viewer: Extension<Viewer>,
    query: RawQuery,
    method: Method,
) -> Result<Response, Refusal> {
    file(state, viewer, query, &method, ActivityFormat::Json).await
}

async fn file(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    RawQuery(query): RawQuery,
    method: &Method,
    format: ActivityFormat,
) -> Result<Response, Refusal> {
    viewer.require(Permission::ViewActivity)?;
    let query = ActivityQuery::parse(&query.unwrap_or_default());
    let name = format!("activity.{}", format.ending());
    let file = WholeFile { content_type: format.content_type(), name: Some(&name), length: None };
    let content = async {
        let events = state.backend.exports().activity_file(&viewer, &query, format).await?;
        Ok(Body::from_stream(events))
    };
    file.answer(method, content).await
}
