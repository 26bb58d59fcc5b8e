//! Joining contacts that are the same, and keeping others apart; each is audited.

use earshot_domain::{AuditAction, ContactId, IdentityId};
use serde_json::json;

use crate::{Error, Viewer, calls::Calls, ids, store::SuggestionRow};

impl Calls<'_> {
    /// Joins to a contact the one that a suggestion names.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a pair that is not suggested to the viewer.
    pub async fn merge_contact(
        self,
        viewer: &Viewer,
        id: ContactId,
        other: IdentityId,
    ) -> Result<(), Error> {
        let id = self.own_contact(viewer, id).await?.id;
        let suggested = self.suggested(viewer, id, other).await?;
        let mut tx = self.0.db.begin().await?;
        if !tx.merge_contacts(viewer.tenant.id, suggested.contact_id, id).await? {
            return Err(Error::NotFound);
        }
        let action = AuditAction::ContactsMerged;
        let detail = json!({
            "merged": suggested.contact_id,
            "identities": [suggested.own_id, suggested.other_id],
        });
        self.0.audit().record(&mut tx, viewer, action, id, &detail, None).await?;
        tx.commit().await
    }

    /// Keeps a contact and the one that a suggestion names apart.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a pair that is not suggested to the viewer.
    pub async fn dismiss_merge(
        self,
        viewer: &Viewer,
        id: ContactId,
        other: IdentityId,
    ) -> Result<(), Error> {
        let id = self.own_contact(viewer, id).await?.id;
        let suggested = self.suggested(viewer, id, other).await?;
        let mut tx = self.0.db.begin().await?;
        if !tx.dismiss_merge(suggested.own_id, suggested.other_id).await? {
            return Ok(());
        }
        let action = AuditAction::MergeDismissed;
        let detail = json!({ "identities": [suggested.own_id, suggested.other_id] });
        self.0.audit().record(&mut tx, viewer, action, id, &detail, None).await?;
        tx.commit().await
    }

    /// Takes a number or an address out of a contact that has several; it becomes a contact of its
    /// own, and joining the two is suggested again where a call has both.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that the viewer does not see; [`Error::Conflict`] for the last.
    pub async fn split_contact(
        self,
        viewer: &Viewer,
        id: ContactId,
        identity: IdentityId,
    ) -> Result<ContactId, Error> {
        let contact = self.own_contact(viewer, id).await?;
        let id = contact.id;
        if !contact.identities.iter().any(|known| known.id == identity) {
            return Err(Error::NotFound);
        }
        if contact.identities.len() < 2 {
            let message = "A contact keeps its only number or address. Nothing was changed.";
            return Err(Error::Conflict(message.to_owned()));
        }
        let split = ContactId::new(ids::fresh());
        let mut tx = self.0.db.begin().await?;
        if !tx.move_identity(viewer.tenant.id, identity, id, split).await? {
            return Err(Error::NotFound);
        }
        let detail = json!({ "identity": identity, "into": split });
        let action = AuditAction::ContactSplit;
        self.0.audit().record(&mut tx, viewer, action, id, &detail, None).await?;
        tx.commit().await?;
        Ok(split)
    }

    async fn suggested(
        self,
        viewer: &Viewer,
        id: ContactId,
        other: IdentityId,
    ) -> Result<SuggestionRow, Error> {
        let rows = self.suggestions(viewer, id).await?;
        rows.into_iter().find(|row| row.other_id == other).ok_or(Error::NotFound)
    }
}
