//! Contacts: who was on the other side of calls, found by name, number or e-mail address.

use serde::{Deserialize, Serialize};

use crate::{
    CallRow, ContactId, Direction, FieldError, IdentityId, LocalTime, Profile, Project,
    SubjectRequest, code::codes,
};

codes! {
    /// Kind of an identity, by which calls are known to be of one contact.
    IdentityKind {
        /// A telephone number.
        Number = "number", "Number";
        /// An e-mail address that the source verified.
        Email = "email", "E-mail address";
    }
}

/// Longest searched text in characters.
pub const MAX_CONTACT_SEARCH: usize = 200;

/// The URL of the contacts page: what is searched for, and where the page continues.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ContactQuery {
    /// Name, number or e-mail address; empty for all contacts.
    pub q: String,
    /// Cursor of the page; opaque.
    pub cursor: Option<String>,
}

impl ContactQuery {
    /// Whether this is the first page of all contacts.
    pub const fn is_whole_list(&self) -> bool {
        self.q.is_empty() && self.cursor.is_none()
    }

    /// The URL of this page.
    pub fn href(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        if let Some(cursor) = &self.cursor {
            query.append_pair("cursor", cursor);
        }
        let query = query.finish();
        if query.is_empty() { "/contacts".to_owned() } else { format!("/contacts?{query}") }
    }
}

/// A number or verified e-mail address of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Identity {
    /// Its id.
    pub id: IdentityId,
    /// Kind.
    pub kind: IdentityKind,
    /// The number or address.
    pub value: String,
}

/// A contact as far as the viewer's projects know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// Latest name that a source verified.
    pub name: Option<String>,
    /// Numbers and verified e-mail addresses.
    pub identities: Vec<Identity>,
    /// Number of calls.
    pub calls: u64,
    /// When the latest call began.
    pub last_call: LocalTime,
}

impl Contact {
    /// The name, or else the first number or address.
    pub fn label(&self) -> &str {
        let first = || self.identities.first().map(|identity| identity.value.as_str());
        self.name.as_deref().or_else(first).unwrap_or("Unknown")
    }
}

/// A page of the contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ContactsPage {
    /// The viewer.
    pub profile: Profile,
    /// What was searched for.
    pub query: ContactQuery,
    /// Errors by field.
    pub errors: Vec<FieldError>,
    /// Contacts, the one with the latest call first.
    pub contacts: Vec<Contact>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// Whether calls are still being added to the contacts.
    pub incomplete: bool,
    /// Open requests of persons for their data, the earliest deadline first; none for a role that does
    /// not answer them.
    pub requests: Vec<SubjectRequest>,
}

/// A call of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ContactCall {
    /// Its row of the list.
    pub row: CallRow,
    /// Its project.
    pub project: Project,
    /// Direction.
    pub direction: Direction,
}

/// Another contact that may be the same one, because a call has an identity of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MergeSuggestion {
    /// The identity of the contact that is shown.
    pub own: Identity,
    /// The identity of the other contact.
    pub other: Identity,
    /// The other contact.
    pub contact_id: ContactId,
    /// Number of calls that have both.
    pub calls: u64,
}

/// The page of one contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ContactPage {
    /// The viewer.
    pub profile: Profile,
    /// The contact.
    pub contact: Contact,
    /// This page's calls, newest first.
    pub calls: Vec<ContactCall>,
    /// Cursor of the older calls.
    pub older: Option<String>,
    /// Whether this is not the first page.
    pub continued: bool,
    /// Contacts that may be the same.
    pub suggestions: Vec<MergeSuggestion>,
    /// Requests of this person for their data, the latest first; none for a role that does not answer
    /// them.
    pub requests: Vec<SubjectRequest>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_holds_the_search_and_the_place() {
        assert_eq!(ContactQuery::default().href(), "/contacts");
        let query = ContactQuery { q: "+44 20".to_owned(), cursor: Some("a.b".to_owned()) };
        assert_eq!(query.href(), "/contacts?q=%2B44+20&cursor=a.b");
    }
}
