//! Audit events, recorded inside the transaction of a use case.

use std::fmt::Display;

use earshot_domain::{AuditAction, TenantId};
use serde_json::Value;

use super::keys::EventKey;
use crate::{
    Error,
    access::actor::Actor,
    privacy::{
        Audit,
        encryption::{Sealed, TenantKey},
    },
    store::{NewAudit, Tx, append_audit},
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
        self.append(tx, &event).await
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
        self.append(tx, &event).await
    }

    async fn append(self, tx: &mut Tx, event: &NewAudit<'_>) -> Result<(), Error> {
        let key = EventKey::of(&self.0.master_key);
        append_audit(tx, event, |hash| key.mac(hash)).await
    }
}
