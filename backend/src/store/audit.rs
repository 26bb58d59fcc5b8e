//! The audit log's records: appended inside the caller's transaction, each chained to the last.

use earshot_domain::TenantId;
use sha2::{Digest, Sha256};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// An event about to be written.
pub(crate) struct NewAudit<'a> {
    /// Whose log.
    pub(crate) tenant_id: TenantId,
    /// When, in milliseconds UTC.
    pub(crate) at: i64,
    /// Who: an e-mail address or `operator`.
    pub(crate) actor: &'a str,
    /// What: the code of an `AuditAction`, as the hash covers it.
    pub(crate) action: &'a str,
    /// To what: an id or a slug.
    pub(crate) subject: &'a str,
    /// Particulars without personal values, as JSON.
    pub(crate) detail: &'a str,
    /// Particulars with personal values, sealed.
    pub(crate) detail_encrypted: Option<&'a [u8]>,
}

/// An event as it was written.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditEntry {
    /// Its place in the tenant's log, from 1.
    pub seq: i64,
    /// When, in milliseconds UTC.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Particulars without personal values, as JSON.
    pub detail: String,
    /// Particulars with personal values, sealed.
    pub detail_encrypted: Option<Vec<u8>>,
    /// The hash of the event before.
    pub previous_hash: Vec<u8>,
    /// The hash of this event.
    pub hash: Vec<u8>,
}

/// The end of a tenant's log.
#[derive(sqlx::FromRow)]
struct AuditHead {
    audit_seq: i64,
    audit_head: Vec<u8>,
}

/// Appends an event. The tenant's row is locked from here to the transaction's end, so that no
/// two events get one place.
pub(crate) async fn append(tx: &mut Tx, event: &NewAudit<'_>) -> Result<(), Error> {
    on_tx!(tx, |connection| {
        let AuditHead { audit_seq: seq, audit_head: previous } = sqlx::query_as(
            "UPDATE tenants SET audit_seq = audit_seq + 1 WHERE id = $1 \
             RETURNING audit_seq, audit_head",
        )
        .bind(Stored(event.tenant_id))
        .fetch_one(&mut *connection)
        .await?;
        let hash = chain(&previous, seq, event);
        sqlx::query(
            "INSERT INTO audit_events (tenant_id, seq, at, actor, action, subject, detail, \
             detail_encrypted, previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
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
        .execute(&mut *connection)
        .await?;
        sqlx::query("UPDATE tenants SET audit_head = $2 WHERE id = $1")
            .bind(Stored(event.tenant_id))
            .bind(&hash)
            .execute(&mut *connection)
            .await?;
    });
    Ok(())
}

/// The hash of an event: over its parts, each preceded by its length, so that no two different
/// events read the same.
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
    /// A tenant's log from its first event.
    pub async fn audit_log(&self, tenant_id: TenantId) -> Result<Vec<AuditEntry>, Error> {
        let entries = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT seq, at, actor, action, subject, detail, detail_encrypted, previous_hash, hash \
             FROM audit_events WHERE tenant_id = $1 ORDER BY seq",
        )
        .bind(Stored(tenant_id))
        .fetch_all(pool)
        .await
        })?;
        Ok(entries)
    }
}

impl AuditEntry {
    /// Whether the entry is what was written after an entry with this `previous` hash.
    pub fn follows(&self, tenant_id: TenantId, previous: &[u8]) -> bool {
        let event = NewAudit {
            tenant_id,
            at: self.at,
            actor: &self.actor,
            action: &self.action,
            subject: &self.subject,
            detail: &self.detail,
            detail_encrypted: self.detail_encrypted.as_deref(),
        };
        self.previous_hash == previous && self.hash == chain(previous, self.seq, &event)
    }
}
