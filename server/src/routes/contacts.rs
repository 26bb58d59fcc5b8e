//! Contacts: the pages, the forms that join, keep apart and separate, and requests of persons.

use axum::{
    Extension,
    extract::{Path, Request, State},
    http::HeaderMap,
    response::Response,
};
use earshot_backend::{Error, Viewer};
use earshot_domain::{ContactId, IdentityId, Permission};

use super::path_id::path_id;
use crate::{AppState, form::completed, pages, problem::Refusal};

/// Path of an action on a contact: the contact, and a number or address.
type Ids = Path<(String, String)>;

/// `/contacts` and the page of each contact: 404 for roles that do not see contacts.
pub(crate) async fn page(
    state: State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Result<Response, Refusal> {
    viewer.require(Permission::ViewContacts)?;
    Ok(pages::render(state, request).await)
}

/// `POST /contacts/<id>/identities/<identity id>/merge`: joins the contact of a suggestion.
pub(crate) async fn merge(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    ids: Ids,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (id, other) = parse_ids(&ids)?;
    state.backend.calls().merge_contact(&viewer, id, other).await?;
    Ok(completed(&headers, &format!("/contacts/{id}?saved=merged")))
}

/// `POST /contacts/<id>/identities/<identity id>/dismiss`: keeps the contact of a suggestion apart.
pub(crate) async fn dismiss(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    ids: Ids,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (id, other) = parse_ids(&ids)?;
    state.backend.calls().dismiss_merge(&viewer, id, other).await?;
    Ok(completed(&headers, &format!("/contacts/{id}?saved=dismissed")))
}

/// `POST /contacts/<id>/identities/<identity id>/split`: takes a number or address out.
pub(crate) async fn split(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    ids: Ids,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (id, identity) = parse_ids(&ids)?;
    let split = state.backend.calls().split_contact(&viewer, id, identity).await?;
    Ok(completed(&headers, &format!("/contacts/{split}?saved=split")))
}

/// `POST /contacts/<id>/requests`: opens the person's request for their data and starts its bundle.
pub(crate) async fn open_request(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(contact_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id: ContactId = path_id(&contact_id)?;
    state.backend.exports().open_subject_request(&viewer, id).await?;
    Ok(completed(&headers, &format!("/contacts/{id}?saved=request-opened")))
}

/// `POST /contacts/requests/<id>/bundle`: makes the bundle of an open request again.
pub(crate) async fn renew_bundle(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(request_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id = path_id(&request_id)?;
    let (contact, _) = state.backend.exports().renew_bundle(&viewer, id).await?;
    Ok(completed(&headers, &format!("/contacts/{contact}?saved=request-renewed")))
}

/// `POST /contacts/requests/<id>/close`: closes a request whose bundle was downloaded.
pub(crate) async fn close_request(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(request_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id = path_id(&request_id)?;
    state.backend.exports().close_subject_request(&viewer, id).await?;
    Ok(completed(&headers, "/contacts?saved=request-closed"))
}

fn parse_ids(Path((contact, identity)): &Ids) -> Result<(ContactId, IdentityId), Error> {
    Ok((path_id(contact)?, path_id(identity)?))
}
