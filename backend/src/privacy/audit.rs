//! Writing the audit log from a use case, inside its transaction.

use std::fmt::Display;

use earshot_domain::{AuditAction, TenantId};
use serde_json::Value;

use super::encryption::{Sealed, TenantKey};
use crate::{
    Backend, Error,
    access::actor::Actor,
    store::{AuditEntry, NewAudit, Tx, append_audit},
};

/// Whoever an event is recorded for, in a tenant whose key seals what the log must not show.
pub(crate) trait Author {
    /// The tenant whose log it is.
    fn tenant_id(&self) -> TenantId;

    /// The tenant's key.
    fn tenant_key(&self) -> &TenantKey;

    /// Who acts.
    fn actor(&self) -> &Actor;
}

impl Backend {
    /// Records what `author` did. `personal` holds values that must not be readable in the log,
    /// such as a searched number.
    pub(crate) async fn record(
        &self,
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
            at: self.now_ms(),
            actor: &author.actor().to_string(),
            action: action.as_str(),
            subject: &subject,
            detail: &detail.to_string(),
            detail_encrypted: sealed.as_deref(),
        };
        append_audit(tx, &event).await
    }

    /// Records what `actor` did in a tenant.
    pub(crate) async fn record_as(
        &self,
        tx: &mut Tx,
        tenant_id: TenantId,
        actor: &Actor,
        action: AuditAction,
        subject: impl Display,
        detail: &Value,
    ) -> Result<(), Error> {
        let event = NewAudit {
            tenant_id,
            at: self.now_ms(),
            actor: &actor.to_string(),
            action: action.as_str(),
            subject: &subject.to_string(),
            detail: &detail.to_string(),
            detail_encrypted: None,
        };
        append_audit(tx, &event).await
    }

    /// The audit log of a tenant, checked: the first entry that does not follow from the one
    /// before it, if any, beside the whole log.
    pub async fn audit_log(&self, tenant: &str) -> Result<(Vec<AuditEntry>, Option<i64>), Error> {
        let slug = tenant.parse().map_err(|_| Error::NotFound)?;
        let tenant = self.db.tenant_by_slug(&slug).await?.ok_or(Error::NotFound)?;
        let entries = self.db.audit_log(tenant.id).await?;
        let mut previous: &[u8] = &[];
        let mut broken = None;
        for (entry, place) in entries.iter().zip(1_i64..) {
            if entry.seq != place || !entry.follows(tenant.id, previous) {
                broken = Some(entry.seq);
                break;
            }
            previous = &entry.hash;
        }
        Ok((entries, broken))
    }
}
