//! Contacts as exports select them: by their numbers and addresses at one moment.

use earshot_domain::{CallId, ContactId, ContactSelection, Identity};

use super::list::identity;
use crate::{Error, Viewer, calls::Calls, privacy::encryption::Sealed};

impl Calls<'_> {
    /// A contact's numbers and addresses now, as far as the viewer's projects know them.
    ///
    /// # Errors
    /// As [`Calls::contact`].
    pub(crate) async fn select_contact(
        self,
        viewer: &Viewer,
        id: ContactId,
    ) -> Result<ContactSelection, Error> {
        let contact = self.own_contact(viewer, id).await?;
        let identities = contact.identities.iter().map(|identity| identity.id).collect();
        let incomplete = self.0.db.lacks_contacts(viewer.tenant.id).await?;
        Ok(ContactSelection { id: contact.id, identities, incomplete })
    }

    /// Name, number or address of a contact as the viewer sees it now.
    ///
    /// # Errors
    /// As [`Calls::contact`].
    pub async fn contact_label(self, viewer: &Viewer, id: ContactId) -> Result<String, Error> {
        Ok(self.own_contact(viewer, id).await?.label().to_owned())
    }

    /// The numbers and addresses of a selection, numbers first.
    pub(crate) async fn selected_identities(
        self,
        viewer: &Viewer,
        selection: &ContactSelection,
    ) -> Result<Vec<Identity>, Error> {
        let (tenant, ids) = (viewer.tenant.id, &selection.identities);
        let rows = self.0.db.identity_values(tenant, ids).await?;
        rows.iter().map(|row| identity(&viewer.tenant.key, row)).collect()
    }

    /// The verified name of the person that a selection is, which is never that of somebody else who
    /// used the same number.
    pub(crate) async fn selected_name(
        self,
        viewer: &Viewer,
        selection: &ContactSelection,
    ) -> Result<Option<String>, Error> {
        let found = self.0.db.own_name(&viewer.scope(), &selection.identities).await?;
        let open = |(call, sealed): (CallId, Vec<u8>)| {
            viewer.tenant.key.open_text(Sealed::ContactName, call, &sealed)
        };
        found.map(open).transpose()
    }
}
