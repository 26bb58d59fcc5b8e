//! Signed heads of logs: made from what verifies, and stored.

use earshot_domain::AuditAction;
use serde_json::json;

use super::{
    finding::AuditFault,
    note::{Checkpoint, Notary, origin},
    tree::Hash,
};
use crate::{
    Error,
    access::actor::Actor,
    privacy::Audit,
    store::{AuditHeadRow, TenantRow},
};

/// A signed head of a tenant's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    /// Slug of the tenant.
    pub tenant: String,
    /// Number of events that it covers.
    pub size: u64,
    /// The signed note.
    pub note: String,
}

impl Audit<'_> {
    /// The key that verifies heads, as verifiers of signed notes read it.
    pub fn verifier_key(self) -> Result<String, Error> {
        Ok(Notary::of(&self.0.master_key)?.verifier_key())
    }

    /// Signs and stores the head of a tenant's log by slug, which is verified first.
    ///
    /// # Errors
    /// [`Error::Conflict`] names what is wrong with the log.
    pub async fn head(self, tenant: &str) -> Result<AuditHead, Error> {
        let tenant = self.tenant(tenant).await?;
        self.sign_head(&tenant).await
    }

    /// Signs and stores the heads of all logs. One that does not verify has none; it is logged.
    pub(crate) async fn sign_heads(self) -> Result<Vec<AuditHead>, Error> {
        let mut heads = Vec::new();
        for tenant in self.0.db.tenants().await? {
            match self.sign_head(&tenant).await {
                Ok(head) => heads.push(head),
                Err(Error::Conflict(detail)) => {
                    tracing::error!(tenant = %tenant.slug, detail, "no head was signed");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(heads)
    }

    /// States the events of each log that are older than authentication codes, by an event that has one:
    /// they cannot be changed from then on without being noticed.
    pub(crate) async fn seal_older_events(self) -> Result<(), Error> {
        for tenant in self.0.db.tenants_with_open_audit().await? {
            let verified = self.verify_log(&tenant, &[]).await?;
            if !matches!(verified.finding, Some(finding) if finding.fault == AuditFault::Unproven) {
                tracing::error!(tenant = %tenant.slug, "the audit log was changed, and not sealed");
                continue;
            }
            let detail = json!({ "through": verified.events, "root": hex::encode(verified.root) });
            let (actor, action) = (Actor::COMMAND_LINE, AuditAction::AuditSealed);
            let mut tx = self.0.db.begin().await?;
            self.record_as(&mut tx, tenant.id, &actor, action, &tenant.slug, &detail).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    pub(super) async fn sign_head(self, tenant: &TenantRow) -> Result<AuditHead, Error> {
        let verified = self.verify_log(tenant, &[]).await?;
        if let Some(finding) = verified.finding {
            return Err(finding.into());
        }
        let size = u64::try_from(verified.events).map_err(Error::internal)?;
        self.store_head(tenant, size, verified.root).await
    }

    async fn store_head(
        self,
        tenant: &TenantRow,
        size: u64,
        root: Hash,
    ) -> Result<AuditHead, Error> {
        let head = Checkpoint { origin: origin(tenant.id), size, root };
        let note = Notary::of(&self.0.master_key)?.sign(&head);
        let row = AuditHeadRow { size: size.cast_signed(), note: note.clone() };
        let mut tx = self.0.db.begin().await?;
        tx.add_audit_head(tenant.id, &row, self.0.now_ms()).await?;
        tx.commit().await?;
        Ok(AuditHead { tenant: tenant.slug.to_string(), size, note })
    }
}
