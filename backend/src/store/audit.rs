//! The audit log's records: appended inside the caller's transaction, each chained to the last.

use earshot_domain::TenantId;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    dialect,
    stored::Stored,
};
use crate::Error;

/// An event to append.
pub(crate) struct NewAudit<'a> {
    /// The tenant whose log it belongs to.
    pub(crate) tenant_id: TenantId,
    /// Time of the event, in milliseconds UTC.
    pub(crate) at: i64,
    /// The text form of the actor, such as an e-mail address or `operator`.
    pub(crate) actor: &'a str,
    /// The code of an `AuditAction`, which the hash covers.
    pub(crate) action: &'a str,
    /// The subject of the action: an id or a slug.
    pub(crate) subject: &'a str,
    /// Details without personal data, as JSON.
    pub(crate) detail: &'a str,
    /// Details with personal data, encrypted.
    pub(crate) detail_encrypted: Option<&'a [u8]>,
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditEntry {
    /// Sequence number in the tenant's log, from 1.
    pub seq: i64,
    /// Time of the event, in milliseconds UTC.
    pub at: i64,
    /// The text form of the actor.
    pub actor: String,
    /// The code of the action.
    pub action: String,
    /// The subject of the action.
    pub subject: String,
    /// Details without personal data, as JSON.
    pub detail: String,
    /// Details with personal data, encrypted.
    pub detail_encrypted: Option<Vec<u8>>,
    /// Hash of the previous event.
    pub previous_hash: Vec<u8>,
    /// Hash of this event.
    pub hash: Vec<u8>,
    /// Authentication code of the hash; `None` in events older than these codes.
    pub mac: Option<Vec<u8>>,
}

/// The end of a tenant's log.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct AuditEnd {
    /// Number of the last event.
    pub(crate) audit_seq: i64,
    /// Hash of the last event.
    pub(crate) audit_head: Vec<u8>,
}

/// Columns of an [`AuditEntry`].
pub(super) const COLUMNS: &str = "seq, at, actor, action, subject, detail, detail_encrypted, \
     previous_hash, hash, mac";

/// Appends an event; `mac` authenticates its hash. The tenant's row stays locked until the transaction
/// ends, so that no two events get the same sequence number; a trigger advances the end of the log.
pub(crate) async fn append(
    tx: &mut Tx,
    event: &NewAudit<'_>,
    mac: impl Fn(&[u8]) -> Vec<u8>,
) -> Result<(), Error> {
    let end = format!(
        "SELECT audit_seq, audit_head FROM tenants WHERE id = $1{}",
        dialect::for_no_key_update(tx)
    );
    on_tx!(tx, |connection| {
        let AuditEnd { audit_seq, audit_head: previous } = sqlx::query_as(AssertSqlSafe(end))
            .bind(Stored(event.tenant_id))
            .fetch_one(&mut *connection)
            .await?;
        let seq = audit_seq.saturating_add(1);
        let hash = chain(&previous, seq, event);
        sqlx::query(
            "INSERT INTO audit_events (tenant_id, seq, at, actor, action, subject, detail, \
             detail_encrypted, previous_hash, hash, mac) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(Stored(event.tenant_id))
        .bind(seq)
        .bind(event.at)
        .bind(event.actor)
        .bind(event.action)
        .bind(event.subject)
        .bind(event.detail)
        .bind(event.detail_encrypted)
        .bind(&previous)
        .bind(&hash)
        .bind(mac(&hash))
        .execute(&mut *connection)
        .await?;
    });
    Ok(())
}

/// Hashes an event's parts, each preceded by its length, so that different events have different
/// input.
fn chain(previous: &[u8], seq: i64, event: &NewAudit<'_>) -> Vec<u8> {
    let mut hash = Sha256::new();
    let tenant_id = event.tenant_id.to_string();
    let parts: [&[u8]; 9] = [
        previous,
        tenant_id.as_bytes(),
        &seq.to_be_bytes(),
        &event.at.to_be_bytes(),
        event.actor.as_bytes(),
        event.action.as_bytes(),
        event.subject.as_bytes(),
        event.detail.as_bytes(),
        event.detail_encrypted.unwrap_or_default(),
    ];
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

impl Db {
    /// The end of a tenant's log, by which removed last events are noticed.
    pub(crate) async fn audit_end(&self, tenant_id: TenantId) -> Result<AuditEnd, Error> {
        Ok(on_db!(self, |pool| sqlx::query_as(
            "SELECT audit_seq, audit_head FROM tenants WHERE id = $1",
        )
        .bind(Stored(tenant_id))
        .fetch_one(pool)
        .await)?)
    }

    /// Events of a tenant's log after one, in order, at most `most`.
    pub(crate) async fn audit_events_after(
        &self,
        tenant_id: TenantId,
        seq: i64,
        most: i64,
    ) -> Result<Vec<AuditEntry>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM audit_events WHERE tenant_id = $1 AND seq > $2 \
             ORDER BY seq LIMIT $3"
        );
        Ok(on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .bind(seq)
            .bind(most)
            .fetch_all(pool)
            .await)?)
    }
}

impl AuditEntry {
    /// Hash that the entry's content has after its `previous_hash`.
    pub(crate) fn content_hash(&self, tenant_id: TenantId) -> Vec<u8> {
        let event = NewAudit {
            tenant_id,
            at: self.at,
            actor: &self.actor,
            action: &self.action,
            subject: &self.subject,
            detail: &self.detail,
            detail_encrypted: self.detail_encrypted.as_deref(),
        };
        chain(&self.previous_hash, self.seq, &event)
    }
}
