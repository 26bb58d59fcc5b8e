//! The list of contacts, by their latest call.

use std::collections::HashMap;

use earshot_domain::{Contact, ContactId, ContactQuery, ContactsPage, Identity, Permission};

use super::cursor::{read_contact, write_contact};
use crate::{
    Error, Viewer,
    access::local_time,
    calls::Calls,
    privacy::encryption::{Sealed, TenantKey},
    store::{IdentityValueRow, unsigned},
};

/// Contacts on one page.
const PAGE: usize = 50;

impl Calls<'_> {
    /// A page of the contacts that the viewer's projects have calls of. Invalid fields are returned in
    /// `errors`, with an empty list.
    ///
    /// # Errors
    /// [`Error::NotFound`] without [`Permission::ViewContacts`].
    pub async fn contacts(
        self,
        viewer: &Viewer,
        query: &ContactQuery,
    ) -> Result<ContactsPage, Error> {
        may_view(viewer)?;
        let mut page = ContactsPage {
            profile: viewer.profile(),
            query: query.clone(),
            errors: Vec::new(),
            contacts: Vec::new(),
            next: None,
            incomplete: self.0.db.lacks_contacts(viewer.tenant.id).await?,
            requests: Vec::new(),
        };
        match self.fill_contacts(viewer, query, &mut page).await {
            Err(Error::Invalid(errors)) => page.errors = errors,
            other => other?,
        }
        Ok(page)
    }

    async fn fill_contacts(
        self,
        viewer: &Viewer,
        query: &ContactQuery,
        page: &mut ContactsPage,
    ) -> Result<(), Error> {
        let search = self.contact_search(viewer, &query.q).await?;
        let after = query.cursor.as_deref().map(read_contact).transpose()?;
        let most = i64::try_from(PAGE + 1).map_err(Error::internal)?;
        let mut places = self.0.db.contacts(&viewer.scope(), &search, after.as_ref(), most).await?;
        let more = places.len() > PAGE;
        places.truncate(PAGE);
        page.next = places.last().filter(|_| more).map(write_contact);
        let ids: Vec<ContactId> = places.iter().map(|place| place.contact_id).collect();
        page.contacts = self.described(viewer, &ids).await?;
        Ok(())
    }

    /// Contacts with what the viewer's projects know of them, in the order of their ids; those without
    /// a call in scope are left out.
    pub(crate) async fn described(
        self,
        viewer: &Viewer,
        ids: &[ContactId],
    ) -> Result<Vec<Contact>, Error> {
        let (db, scope, key) = (&self.0.db, viewer.scope(), &viewer.tenant.key);
        let mut identities: HashMap<ContactId, Vec<Identity>> = HashMap::new();
        for row in db.identities_of(&scope, ids).await? {
            let value = identity(key, &row)?;
            identities.entry(row.contact_id).or_default().push(value);
        }
        let mut names = HashMap::new();
        for row in db.names_of(&scope, ids).await? {
            let name = key.open_text(Sealed::ContactName, row.call_id, &row.name_encrypted)?;
            names.insert(row.contact_id, name);
        }
        let tallies = db.tallies_of(&scope, ids).await?;
        let tallies: HashMap<_, _> =
            tallies.into_iter().map(|row| (row.contact_id, (row.calls, row.last_at))).collect();
        let described = ids.iter().filter_map(|id| Some((*id, *tallies.get(id)?)));
        described
            .map(|(id, (calls, last_at))| {
                Ok(Contact {
                    id,
                    name: names.remove(&id),
                    identities: identities.remove(&id).unwrap_or_default(),
                    calls: unsigned(calls)?,
                    last_call: local_time(last_at, &viewer.tenant.zone)?,
                })
            })
            .collect()
    }
}

pub(super) fn identity(key: &TenantKey, row: &IdentityValueRow) -> Result<Identity, Error> {
    let value = key.open_text(Sealed::ContactValue, row.id, &row.value_encrypted)?;
    Ok(Identity { id: row.id, kind: row.kind, value })
}

/// To roles without the permission, contacts do not exist.
pub(super) fn may_view(viewer: &Viewer) -> Result<(), Error> {
    if viewer.may(Permission::ViewContacts) { Ok(()) } else { Err(Error::NotFound) }
}
