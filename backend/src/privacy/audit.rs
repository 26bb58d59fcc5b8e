//! Audit events, recorded inside the transaction of a use case.

use std::fmt::Display;

use earshot_domain::{AuditAction, TenantId};
use serde_json::Value;

use super::encryption::{Sealed, TenantKey};
use crate::{
    Error,
    access::actor::Actor,
    privacy::Audit,
    store::{AuditEntry, AuditHead, NewAudit, Tx, append_audit},
};

/// Author of an audit event, in a tenant whose key encrypts the event's personal values.
pub(crate) trait Author {
    /// Returns the tenant of the log.
    fn tenant_id(&self) -> TenantId;

    /// Returns the tenant's data key.
    fn tenant_key(&self) -> &TenantKey;

    /// Returns who acts.
    fn actor(&self) -> &Actor;
}

/// The number of the first event that is missing at the end of an otherwise whole log.
fn missing_end(entries: &[AuditEntry], end: &AuditHead) -> Option<i64> {
    if end.audit_seq == 0 {
        return None;
    }
    match entries.iter().find(|entry| entry.seq == end.audit_seq) {
        Some(last) => (last.hash != end.audit_head).then_some(end.audit_seq),
        None => Some(entries.last().map_or(1, |last| last.seq.saturating_add(1))),
    }
}

impl Audit<'_> {
    /// Records an action of `author`. `personal` contains values that are stored encrypted, such as a
    /// searched number.
    pub(crate) async fn record(
        self,
        tx: &mut Tx,
        author: &impl Author,
        action: AuditAction,
        subject: impl Display,
        detail: &Value,
        personal: Option<&str>,
    ) -> Result<(), Error> {
        let subject = subject.to_string();
        let sealed = personal
            .map(|text| author.tenant_key().seal(Sealed::AuditDetail, &subject, text.as_bytes()))
            .transpose()?;
        let event = NewAudit {
            tenant_id: author.tenant_id(),
            at: self.0.now_ms(),
            actor: &author.actor().to_string(),
            action: action.as_str(),
            subject: &subject,
            detail: &detail.to_string(),
            detail_encrypted: sealed.as_deref(),
        };
        append_audit(tx, &event).await
    }

    /// Records an action of `actor` in a tenant.
    pub(crate) async fn record_as(
        self,
        tx: &mut Tx,
        tenant_id: TenantId,
        actor: &Actor,
        action: AuditAction,
        subject: impl Display,
        detail: &Value,
    ) -> Result<(), Error> {
        let event = NewAudit {
            tenant_id,
            at: self.0.now_ms(),
            actor: &actor.to_string(),
            action: action.as_str(),
            subject: &subject.to_string(),
            detail: &detail.to_string(),
            detail_encrypted: None,
        };
        append_audit(tx, &event).await
    }

    /// Returns the audit log of a tenant, and the number of the first entry that is missing, or whose
    /// hash does not follow from the entry before it, if any.
    pub async fn log(self, tenant: &str) -> Result<(Vec<AuditEntry>, Option<i64>), Error> {
        let slug = tenant.parse().map_err(|_| Error::NotFound)?;
        let tenant = self.0.db.tenant_by_slug(&slug).await?.ok_or(Error::NotFound)?;
        // Read first: what is added meanwhile stands behind it.
        let end = self.0.db.audit_head(tenant.id).await?;
        let entries = self.0.db.audit_log(tenant.id).await?;
        let mut previous: &[u8] = &[];
        let mut broken = None;
        for (entry, place) in entries.iter().zip(1_i64..) {
            if entry.seq != place || !entry.follows(tenant.id, previous) {
                broken = Some(entry.seq);
                break;
            }
            previous = &entry.hash;
        }
        let broken = broken.or_else(|| missing_end(&entries, &end));
        Ok((entries, broken))
    }
}
