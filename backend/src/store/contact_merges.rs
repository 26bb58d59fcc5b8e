//! Contacts that are joined, kept apart or separated.

use earshot_domain::{ContactId, IdentityId, TenantId};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

impl Db {
    /// The contact that one was joined into, if it was.
    pub(crate) async fn merged_into(
        &self,
        tenant_id: TenantId,
        id: ContactId,
    ) -> Result<Option<ContactId>, Error> {
        let found: Option<Stored<ContactId>> = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT contact_id FROM contact_merges WHERE tenant_id = $1 AND merged_id = $2",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(id))
        .fetch_optional(pool)
        .await)?;
        Ok(found.map(ContactId::from))
    }
}

impl Tx {
    /// Moves the identities of one contact to another; `false` when there are none.
    pub(crate) async fn merge_contacts(
        &mut self,
        tenant_id: TenantId,
        from: ContactId,
        into: ContactId,
    ) -> Result<bool, Error> {
        let moved = on_tx!(&mut *self, |connection| {
            sqlx::query(
            "UPDATE contact_identities SET contact_id = $3 WHERE tenant_id = $1 AND contact_id = $2",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(from))
        .bind(Stored(into))
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        if moved > 0 {
            self.record_merge(tenant_id, from, into).await?;
        }
        Ok(moved > 0)
    }

    /// Records where the joined contact is found from now on, and everything that names it.
    async fn record_merge(
        &mut self,
        tenant_id: TenantId,
        from: ContactId,
        into: ContactId,
    ) -> Result<(), Error> {
        const NAMING: [&str; 3] = [
            "UPDATE contact_merges SET contact_id = $3 WHERE tenant_id = $1 AND contact_id = $2",
            "UPDATE subject_requests SET contact_id = $3 WHERE tenant_id = $1 AND contact_id = $2",
            "INSERT INTO contact_merges (tenant_id, merged_id, contact_id) VALUES ($1, $2, $3)",
        ];
        for statement in NAMING {
            on_tx!(&mut *self, |connection| sqlx::query(statement)
                .bind(Stored(tenant_id))
                .bind(Stored(from))
                .bind(Stored(into))
                .execute(&mut *connection)
                .await
                .map(drop))?;
        }
        Ok(())
    }

    /// Moves one identity of a contact to another contact; `false` when it is not one of it.
    pub(crate) async fn move_identity(
        &mut self,
        tenant_id: TenantId,
        id: IdentityId,
        from: ContactId,
        into: ContactId,
    ) -> Result<bool, Error> {
        let moved = on_tx!(self, |connection| sqlx::query(
            "UPDATE contact_identities SET contact_id = $4 \
             WHERE tenant_id = $1 AND id = $2 AND contact_id = $3",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(id))
        .bind(Stored(from))
        .bind(Stored(into))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(moved == 1)
    }

    /// Records that two identities belong to different contacts; `false` when that is known.
    pub(crate) async fn dismiss_merge(
        &mut self,
        first: IdentityId,
        second: IdentityId,
    ) -> Result<bool, Error> {
        let added = on_tx!(self, |connection| sqlx::query(
            "INSERT INTO contact_dismissals (first_id, second_id) VALUES ($1, $2) \
             ON CONFLICT DO NOTHING",
        )
        .bind(Stored(first))
        .bind(Stored(second))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(added == 1)
    }
}
