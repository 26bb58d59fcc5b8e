//! Contacts: the pages, and the forms that join, keep apart and separate.

use axum::{
    Extension,
    extract::{Path, Request, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use earshot_backend::{Error, Viewer};
use earshot_domain::{ContactId, IdentityId, Permission};

use crate::{AppState, form::completed, pages, problem::Refusal};

/// Path of an action on a contact: the contact, and a number or address.
type Ids = Path<(String, String)>;

/// `/contacts` and the page of each contact: 404 for roles that do not see contacts.
pub(crate) async fn page(
    state: State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Response {
    if !viewer.may(Permission::ViewContacts) {
        return Refusal::from(Error::NotFound).into_response();
    }
    pages::render(state, request).await
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

fn parse_ids(Path((contact, identity)): &Ids) -> Result<(ContactId, IdentityId), Error> {
    let contact = contact.parse().map_err(|_| Error::NotFound)?;
    Ok((contact, identity.parse().map_err(|_| Error::NotFound)?))
}
