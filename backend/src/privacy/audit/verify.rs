//! Verification of a tenant's whole log against its stored heads and heads kept elsewhere.

use super::{
    finding::AuditFinding,
    keys::EventKey,
    note::{Notary, origin},
    reading::{Verification, read, stored_heads},
    tree::Hash,
    verifier::{KnownHead, Verifier},
};
use crate::{
    Error,
    privacy::Audit,
    store::{AuditEntry, TenantRow},
};

/// Result of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedAudit {
    /// Number of events, with those that were pruned.
    pub events: i64,
    /// Number of events that were pruned.
    pub pruned: i64,
    /// What is wrong, if anything.
    pub finding: Option<AuditFinding>,
    /// The root of the tree over the events.
    pub(super) root: Hash,
}

impl Audit<'_> {
    /// Verifies a tenant's log by slug: its chain, its authentication codes, its end, its signed heads,
    /// and the signed heads among `notes` that are of this log. The memory does not grow with the log.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a note that this installation did not sign.
    pub async fn verify(self, tenant: &str, notes: &[String]) -> Result<VerifiedAudit, Error> {
        let tenant = self.tenant(tenant).await?;
        self.verify_log(&tenant, notes).await
    }

    /// Whether a head is of a tenant's log.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a note that this installation did not sign.
    pub async fn is_head_of(self, tenant: &str, note: &str) -> Result<bool, Error> {
        let tenant = self.tenant(tenant).await?;
        let head = Notary::of(&self.0.master_key)?.open(note).ok_or_else(not_signed)?;
        Ok(head.origin == origin(tenant.id))
    }

    /// Returns the audit log of a tenant, and the number of the first entry that is wrong or missing,
    /// if any.
    pub async fn log(self, tenant: &str) -> Result<(Vec<AuditEntry>, Option<i64>), Error> {
        let row = self.tenant(tenant).await?;
        let verified = self.verify_log(&row, &[]).await?;
        let entries = self.0.db.audit_events_after(row.id, 0, i64::MAX).await?;
        Ok((entries, verified.finding.map(|finding| finding.first)))
    }

    pub(super) async fn verify_log(
        self,
        tenant: &TenantRow,
        notes: &[String],
    ) -> Result<VerifiedAudit, Error> {
        let notary = Notary::of(&self.0.master_key)?;
        let (mut heads, forged) = stored_heads(self.0, tenant, &notary).await?;
        let origin = origin(tenant.id);
        for note in notes {
            let checkpoint = notary.open(note).ok_or_else(not_signed)?;
            if checkpoint.origin == origin {
                heads.push(KnownHead { checkpoint, kept: true });
            }
        }
        let before = self.0.db.audit_end(tenant.id).await?;
        let pruning = self.0.db.audit_pruning(tenant.id).await?;
        let key = EventKey::of(&self.0.master_key);
        let verifier = Verifier::new(tenant.id, key, heads, pruning);
        let reading = Verification { verifier, finding: None };
        let Verification { verifier, finding } = read(self.0, tenant.id, reading).await?;
        // What was appended meanwhile is read or not; the end lies between.
        let mut end = self.0.db.audit_end(tenant.id).await?;
        if (before.audit_seq..=end.audit_seq).contains(&verifier.seq()) && before != end {
            end = verifier.end();
        }
        let finding = finding.or_else(|| verifier.finish(&end).err()).or(forged);
        Ok(VerifiedAudit {
            events: verifier.seq(),
            pruned: verifier.pruned(),
            finding,
            root: verifier.root(),
        })
    }

    pub(super) async fn tenant(self, slug: &str) -> Result<TenantRow, Error> {
        let slug = slug.parse().map_err(|_| Error::NotFound)?;
        self.0.db.tenant_by_slug(&slug).await?.ok_or(Error::NotFound)
    }
}

fn not_signed() -> Error {
    Error::field("head", "is not a head that this installation signed")
}
