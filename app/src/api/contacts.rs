//! Contacts and their calls.

use earshot_domain::{ContactPage, ContactsPage};
use leptos::{server, server_fn::codec::GetUrl};

use super::ApiError;

/// Loads a page of the contacts.
#[server(prefix = "/api", endpoint = "contacts", input = GetUrl)]
pub async fn load_contacts(
    q: Option<String>,
    cursor: Option<String>,
) -> Result<ContactsPage, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let query = earshot_domain::ContactQuery { q: q.unwrap_or_default(), cursor };
    let mut page = backend.calls().contacts(&viewer, &query).await?;
    if query.is_whole_list() {
        page.requests = backend.exports().open_subject_requests(&viewer).await?;
    }
    Ok(page)
}

/// Loads a page of a contact's calls.
#[server(prefix = "/api", endpoint = "contacts/contact", input = GetUrl)]
pub async fn load_contact(
    contact_id: String,
    cursor: Option<String>,
) -> Result<ContactPage, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let id = contact_id.parse().map_err(|_| earshot_backend::Error::NotFound)?;
    let mut page = backend.calls().contact(&viewer, id, cursor.as_deref()).await?;
    page.requests = backend.exports().subject_requests_of(&viewer, page.contact.id).await?;
    Ok(page)
}
