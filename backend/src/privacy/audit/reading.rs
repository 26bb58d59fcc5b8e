//! Reading a log page by page: the next page comes while the one before is worked on.

use earshot_domain::TenantId;

use super::{
    finding::{AuditFault, AuditFinding},
    note::{Notary, origin},
    verifier::{KnownHead, Verifier},
};
use crate::{
    Backend, Error,
    store::{AuditEntry, TenantRow},
};

/// Events read at a time.
const PAGE: i64 = 2_048;

/// Work on each page, away from the threads that serve requests.
pub(super) trait Work: Send + 'static {
    /// Takes what remains of pruned events.
    fn pruned(&mut self, leaves: &[(i64, Vec<u8>)]) -> Result<(), Error>;

    /// Takes events.
    fn events(&mut self, entries: &[AuditEntry]) -> Result<(), Error>;
}

/// Leads a log through `work`, from its first event.
pub(super) async fn read<W: Work>(
    backend: &Backend,
    tenant_id: TenantId,
    mut work: W,
) -> Result<W, Error> {
    let mut after = 0;
    loop {
        let leaves = backend.db.audit_pruned_leaves_after(tenant_id, after, PAGE).await?;
        let Some((last, _)) = leaves.last() else { break };
        after = *last;
        work = on_thread(move || work.pruned(&leaves).map(|()| work)).await?;
    }
    let mut page = backend.db.audit_events_after(tenant_id, 0, PAGE).await?;
    while let Some(last) = page.last() {
        let after = last.seq;
        let done = on_thread(move || work.events(&page).map(|()| work));
        let next = backend.db.audit_events_after(tenant_id, after, PAGE);
        (work, page) = tokio::try_join!(done, next)?;
    }
    Ok(work)
}

async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// A verifier that keeps its first finding.
pub(super) struct Verification {
    pub(super) verifier: Verifier,
    pub(super) finding: Option<AuditFinding>,
}

impl Verification {
    fn note(&mut self, result: Result<(), AuditFinding>) {
        self.finding = self.finding.or(result.err());
    }
}

impl Work for Verification {
    fn pruned(&mut self, leaves: &[(i64, Vec<u8>)]) -> Result<(), Error> {
        for (seq, hash) in leaves {
            if self.finding.is_none() {
                let result = self.verifier.push_pruned(*seq, hash);
                self.note(result);
            }
        }
        Ok(())
    }

    fn events(&mut self, entries: &[AuditEntry]) -> Result<(), Error> {
        for entry in entries {
            if self.finding.is_none() {
                let result = self.verifier.push(entry);
                self.note(result);
            }
        }
        Ok(())
    }
}

/// The stored heads of a log, and the first that was changed.
pub(super) async fn stored_heads(
    backend: &Backend,
    tenant: &TenantRow,
    notary: &Notary,
) -> Result<(Vec<KnownHead>, Option<AuditFinding>), Error> {
    let (mut heads, mut forged) = (Vec::new(), None);
    let origin = origin(tenant.id);
    for row in backend.db.audit_heads(tenant.id).await? {
        let opened = notary.open(&row.note).filter(|head| {
            head.origin == origin && i64::try_from(head.size).is_ok_and(|size| size == row.size)
        });
        match opened {
            Some(checkpoint) => heads.push(KnownHead { checkpoint, kept: false }),
            None if forged.is_none() => {
                let fault = AuditFault::HeadForged;
                forged = Some(AuditFinding { first: row.size, last: row.size, fault });
            }
            None => {}
        }
    }
    Ok((heads, forged))
}
