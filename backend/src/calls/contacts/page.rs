//! The page of one contact: its calls across channels, and contacts that may be the same.

use earshot_domain::{Contact, ContactCall, ContactId, ContactPage, Identity, MergeSuggestion};

use super::{
    cursor::{read_call, write_call},
    list::may_view,
};
use crate::{
    Error, Viewer,
    calls::{Calls, call_row},
    privacy::encryption::Sealed,
    store::{ContactCallPlace, ContactCallRow, SuggestionRow, unsigned},
};

/// Calls on one page.
const PAGE: usize = 50;
/// Suggestions on the page.
const MAX_SUGGESTIONS: i64 = 10;

impl Calls<'_> {
    /// A page of a contact's calls; `after` is the cursor of the previous page.
    ///
    /// # Errors
    /// [`Error::NotFound`] without [`earshot_domain::Permission::ViewContacts`], and for a contact
    /// without a call in the viewer's projects.
    pub async fn contact(
        self,
        viewer: &Viewer,
        id: ContactId,
        after: Option<&str>,
    ) -> Result<ContactPage, Error> {
        let contact = self.own_contact(viewer, id).await?;
        let id = contact.id;
        let start = after.map(read_call).transpose()?;
        let most = i64::try_from(PAGE + 1).map_err(Error::internal)?;
        let scope = viewer.scope();
        let mut rows = self.0.db.contact_calls(&scope, id, start.as_ref(), most).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let place = |row: &ContactCallRow| {
            write_call(&ContactCallPlace { started_at: row.call.started_at, call_id: row.call.id })
        };
        let older = rows.last().filter(|_| more).map(place);
        let suggestions = self.suggestions(viewer, id).await?;
        Ok(ContactPage {
            profile: viewer.profile(),
            contact,
            older,
            continued: start.is_some(),
            calls: rows.into_iter().map(|row| call(viewer, row)).collect::<Result<_, _>>()?,
            suggestions: suggestions
                .iter()
                .map(|row| suggestion(viewer, row))
                .collect::<Result<_, _>>()?,
            requests: Vec::new(),
        })
    }

    /// A contact with a call in the viewer's projects, or the contact that it was joined into.
    ///
    /// # Errors
    /// As [`Calls::contact`].
    pub(crate) async fn own_contact(
        self,
        viewer: &Viewer,
        id: ContactId,
    ) -> Result<Contact, Error> {
        may_view(viewer)?;
        let current = self.0.db.merged_into(viewer.tenant.id, id).await?.unwrap_or(id);
        self.described(viewer, &[current]).await?.pop().ok_or(Error::NotFound)
    }

    /// What suggests, in the viewer's projects, that other contacts are the same.
    pub(super) async fn suggestions(
        self,
        viewer: &Viewer,
        id: ContactId,
    ) -> Result<Vec<SuggestionRow>, Error> {
        self.0.db.merge_suggestions(&viewer.scope(), id, MAX_SUGGESTIONS).await
    }
}

/// A call with the number on the other side in place of the caller.
fn call(viewer: &Viewer, row: ContactCallRow) -> Result<ContactCall, Error> {
    let ContactCallRow { call, project_id } = row;
    let project = viewer.assigned(project_id).cloned().ok_or(Error::NotFound)?;
    let mut row = call_row(viewer, call)?;
    row.caller = row.other_side().clone();
    Ok(ContactCall { direction: row.direction, row, project })
}

fn suggestion(viewer: &Viewer, row: &SuggestionRow) -> Result<MergeSuggestion, Error> {
    let open = |id, sealed: &[u8]| viewer.tenant.key.open_text(Sealed::ContactValue, id, sealed);
    Ok(MergeSuggestion {
        own: Identity {
            id: row.own_id,
            kind: row.own_kind,
            value: open(row.own_id, &row.own_encrypted)?,
        },
        other: Identity {
            id: row.other_id,
            kind: row.other_kind,
            value: open(row.other_id, &row.other_encrypted)?,
        },
        contact_id: row.contact_id,
        calls: unsigned(row.calls)?,
    })
}
