//! Contacts: identities, and the calls that are added to them in order of arrival.

use std::collections::HashMap;

use earshot_domain::{CallId, ContactId, Direction, IdentityId, IdentityKind, ProjectId, TenantId};
use sqlx::{AssertSqlSafe, QueryBuilder};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    dialect,
    ingest::ROWS,
    stored::Stored,
};
use crate::Error;

/// A call that is not among the contacts yet.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ContactSource {
    pub(crate) ingest_seq: i64,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) id: CallId,
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
    pub(crate) started_at: i64,
    #[sqlx(try_from = "Stored<Direction>")]
    pub(crate) direction: Direction,
    pub(crate) caller_encrypted: Option<Vec<u8>>,
    pub(crate) callee_encrypted: Option<Vec<u8>>,
    pub(crate) customer_encrypted: Option<Vec<u8>>,
}

/// A number or verified e-mail address, hashed and sealed under `id`.
pub(crate) struct NewIdentity {
    pub(crate) id: IdentityId,
    pub(crate) contact_id: ContactId,
    pub(crate) kind: IdentityKind,
    pub(crate) value_hash: Vec<u8>,
    /// Hashes of the last 4, 6 and 8 digits of a number.
    pub(crate) end_hashes: [Option<Vec<u8>>; 3],
    pub(crate) value_encrypted: Vec<u8>,
}

/// A call of an identity.
pub(crate) struct NewContactCall {
    pub(crate) identity_id: IdentityId,
    pub(crate) call_id: CallId,
    pub(crate) project_id: ProjectId,
    pub(crate) started_at: i64,
    pub(crate) name_encrypted: Option<Vec<u8>>,
}

/// Kind and hash, by which an identity is unique in its tenant.
pub(crate) type IdentityKey = (IdentityKind, Vec<u8>);

#[derive(sqlx::FromRow)]
struct IdentityRow {
    #[sqlx(try_from = "Stored<IdentityId>")]
    id: IdentityId,
    #[sqlx(try_from = "Stored<IdentityKind>")]
    kind: IdentityKind,
    value_hash: Vec<u8>,
}

impl Db {
    /// The tenants with calls that are not among the contacts yet, and no unfinished job of `kind`.
    pub(crate) async fn tenants_without_contacts(
        &self,
        kind: &str,
    ) -> Result<Vec<TenantId>, Error> {
        let rows: Vec<Stored<TenantId>> = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT t.id FROM tenants t WHERE t.contacts_seq < t.ingest_seq AND NOT EXISTS \
             (SELECT 1 FROM jobs j WHERE j.kind = $1 AND j.dedup_key = t.id \
             AND j.finished_at IS NULL)",
        )
        .bind(kind)
        .fetch_all(pool)
        .await)?;
        Ok(rows.into_iter().map(TenantId::from).collect())
    }

    /// Whether a tenant has calls that are not among the contacts yet.
    pub(crate) async fn lacks_contacts(&self, tenant_id: TenantId) -> Result<bool, Error> {
        let lacks: bool = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT contacts_seq < ingest_seq FROM tenants WHERE id = $1",
        )
        .bind(Stored(tenant_id))
        .fetch_one(pool)
        .await)?;
        Ok(lacks)
    }

    /// The arrival number up to which a tenant's calls are among the contacts.
    pub(crate) async fn contacts_arrival(&self, tenant_id: TenantId) -> Result<i64, Error> {
        let seq = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT contacts_seq FROM tenants WHERE id = $1",
        )
        .bind(Stored(tenant_id))
        .fetch_one(pool)
        .await)?;
        Ok(seq)
    }

    /// The encrypted data key of a tenant.
    pub(crate) async fn wrapped_key(&self, tenant_id: TenantId) -> Result<Vec<u8>, Error> {
        let key = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT wrapped_key FROM tenants WHERE id = $1",
        )
        .bind(Stored(tenant_id))
        .fetch_one(pool)
        .await)?;
        Ok(key)
    }
}

impl Tx {
    /// The next calls of a tenant that are not among the contacts yet, locked.
    pub(crate) async fn calls_without_contacts(
        &mut self,
        tenant_id: TenantId,
        most: i64,
    ) -> Result<Vec<ContactSource>, Error> {
        let sql = format!(
            "SELECT c.ingest_seq, c.id, c.project_id, c.started_at, c.direction, \
             c.caller_encrypted, c.callee_encrypted, t.customer_encrypted \
             FROM calls c JOIN transcripts t ON t.call_row = c.row_id WHERE c.tenant_id = $1 \
             AND c.ingest_seq > (SELECT contacts_seq FROM tenants WHERE id = $1) \
             ORDER BY c.ingest_seq LIMIT $2{}",
            dialect::for_update(self)
        );
        let rows = on_tx!(self, |connection| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .bind(most)
            .fetch_all(&mut *connection)
            .await?);
        Ok(rows)
    }

    /// Stores identities that are new, and returns the ids of all.
    pub(crate) async fn add_identities(
        &mut self,
        tenant_id: TenantId,
        identities: &[NewIdentity],
    ) -> Result<HashMap<IdentityKey, IdentityId>, Error> {
        let mut ids = HashMap::new();
        for identities in identities.chunks(ROWS) {
            let rows: Vec<IdentityRow> = on_tx!(&mut *self, |connection| {
                let mut query = QueryBuilder::new(
                    "INSERT INTO contact_identities (id, tenant_id, contact_id, kind, value_hash, \
                     last4_hash, last6_hash, last8_hash, value_encrypted) ",
                );
                query.push_values(identities, |mut row, identity| {
                    let [last4, last6, last8] = &identity.end_hashes;
                    row.push_bind(Stored(identity.id))
                        .push_bind(Stored(tenant_id))
                        .push_bind(Stored(identity.contact_id))
                        .push_bind(Stored(identity.kind))
                        .push_bind(&identity.value_hash)
                        .push_bind(last4)
                        .push_bind(last6)
                        .push_bind(last8)
                        .push_bind(&identity.value_encrypted);
                });
                query.push(" ON CONFLICT (tenant_id, kind, value_hash) DO NOTHING");
                query.build().execute(&mut *connection).await?;
                let mut query = QueryBuilder::new(
                    "SELECT id, kind, value_hash FROM contact_identities WHERE tenant_id = ",
                );
                query.push_bind(Stored(tenant_id)).push(" AND (kind, value_hash) IN (");
                query.push_values(identities, |mut row, identity| {
                    row.push_bind(Stored(identity.kind)).push_bind(&identity.value_hash);
                });
                query.push(")").build_query_as().fetch_all(&mut *connection).await?
            });
            ids.extend(rows.into_iter().map(|row| ((row.kind, row.value_hash), row.id)));
        }
        Ok(ids)
    }

    /// Adds calls to identities.
    pub(crate) async fn add_contact_calls(
        &mut self,
        tenant_id: TenantId,
        calls: &[NewContactCall],
    ) -> Result<(), Error> {
        for calls in calls.chunks(ROWS) {
            on_tx!(&mut *self, |connection| {
                let mut query = QueryBuilder::new(
                    "INSERT INTO contact_calls (identity_id, call_id, tenant_id, project_id, \
                     started_at, name_encrypted) ",
                );
                query.push_values(calls, |mut row, call| {
                    row.push_bind(Stored(call.identity_id))
                        .push_bind(Stored(call.call_id))
                        .push_bind(Stored(tenant_id))
                        .push_bind(Stored(call.project_id))
                        .push_bind(call.started_at)
                        .push_bind(&call.name_encrypted);
                });
                query.push(" ON CONFLICT (identity_id, call_id) DO NOTHING");
                query.build().execute(&mut *connection).await?;
            });
        }
        Ok(())
    }

    /// Adds the hashed words of names.
    pub(crate) async fn add_contact_words(
        &mut self,
        words: &[(Vec<u8>, CallId)],
    ) -> Result<(), Error> {
        for words in words.chunks(ROWS) {
            on_tx!(&mut *self, |connection| {
                let mut query =
                    QueryBuilder::new("INSERT INTO contact_words (word_hash, call_id) ");
                query.push_values(words, |mut row, (hash, call_id)| {
                    row.push_bind(hash).push_bind(Stored(*call_id));
                });
                query.push(" ON CONFLICT (word_hash, call_id) DO NOTHING");
                query.build().execute(&mut *connection).await?;
            });
        }
        Ok(())
    }

    /// Records that every call of a tenant is among the contacts, unless one has arrived meanwhile. The
    /// tenant's row is locked first, so that a call being numbered is seen.
    pub(crate) async fn complete_contacts(&mut self, tenant_id: TenantId) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query("UPDATE tenants SET id = id WHERE id = $1")
                .bind(Stored(tenant_id))
                .execute(&mut *connection)
                .await?;
            sqlx::query(
                "UPDATE tenants SET contacts_seq = ingest_seq WHERE id = $1 AND NOT EXISTS \
                 (SELECT 1 FROM calls c WHERE c.tenant_id = $1 \
                 AND c.ingest_seq > tenants.contacts_seq)",
            )
            .bind(Stored(tenant_id))
            .execute(&mut *connection)
            .await?;
        });
        Ok(())
    }

    /// Records that a tenant's calls up to this arrival number are among the contacts.
    pub(crate) async fn set_contacts_seq(
        &mut self,
        tenant_id: TenantId,
        seq: i64,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE tenants SET contacts_seq = $2 WHERE id = $1",
        )
        .bind(Stored(tenant_id))
        .bind(seq)
        .execute(&mut *connection)
        .await
        .map(drop))?;
        Ok(())
    }
}
