//! Tenants that keep no text from before redaction: the setting, and the job that removes what is
//! stored.

use earshot_domain::{AuditAction, TenantId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    Actor, Backend, Error,
    custody::Custody,
    intake::without_text,
    jobs::{JobContext, JobKind, NewJob, RunEnd},
    privacy::encryption::{Sealed, TenantKey},
    store::{Long, SourceRecordRow},
};

/// Calls whose text is removed in one transaction; few, so that a write never blocks others for long.
const BATCH: i64 = 50;
/// Milliseconds for which the job looks again for text that a push stored which had begun before.
const LOOK_AGAIN_MS: i64 = 24 * 3_600_000;
/// Milliseconds between the end of a run and the start of the next.
const INTERVAL_MS: i64 = 3_600_000;

impl Custody<'_> {
    /// Sets whether a tenant's text from before redaction is kept. What is stored is removed by a job;
    /// later calls follow the setting at once.
    pub async fn set_keep_raw_text(self, tenant: &str, keep: bool) -> Result<(), Error> {
        let tenant = self.0.tenants().find(tenant).await?;
        let removal_at = (!keep).then(|| self.0.now_ms());
        let mut tx = self.0.db.begin().await?;
        tx.set_keep_raw_text(tenant.id, keep, removal_at).await?;
        let detail = json!({ "keep_raw_text": keep });
        let action = AuditAction::TenantChanged;
        self.0
            .audit()
            .record_as(&mut tx, tenant.id, &Actor::COMMAND_LINE, action, &tenant.slug, &detail)
            .await?;
        tx.commit().await
    }
}

/// Job that removes a tenant's stored text from before redaction.
pub(crate) struct RawTextRemoval {
    backend: Backend,
}

/// What the job works on.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    tenant_id: TenantId,
}

/// How far a run has come.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize)]
struct Checkpoint {
    /// The last row that was looked at.
    after: i64,
    /// Calls whose text was removed.
    removed: i64,
}

impl RawTextRemoval {
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend }
    }

    /// The records of rows without their text, one of which is open at a time.
    async fn redacted_records(
        &self,
        key: &TenantKey,
        rows: &[i64],
    ) -> Result<Vec<(i64, Long<Vec<u8>>)>, Error> {
        let mut records = Vec::with_capacity(rows.len());
        for row_id in rows {
            let Some(row) = self.backend.db.source_record(*row_id).await? else { continue };
            let key = key.clone();
            // Redaction is CPU-bound.
            let redacting = tokio::task::spawn_blocking(move || {
                let SourceRecordRow { row_id, id, source, source_encrypted } = row;
                let record = Long::of(key.open_owned(Sealed::Source, id, source_encrypted)?)?;
                let record = key.seal_owned(Sealed::Source, id, without_text(&source, &record)?)?;
                Ok::<_, Error>((row_id, Long::of(record)?))
            });
            records.push(redacting.await.map_err(Error::internal)??);
        }
        Ok(records)
    }

    /// Records how many texts were removed.
    async fn record(
        &self,
        context: &JobContext,
        tenant_id: TenantId,
        done: Checkpoint,
    ) -> Result<(), Error> {
        let Checkpoint { after, removed } = done;
        if removed == 0 {
            return Ok(());
        }
        let (action, detail) = (AuditAction::RawTextRemoved, json!({ "calls": removed }));
        let mut tx = self.backend.db.begin().await?;
        // Recorded once, also where the run ends before its job does.
        let recorded = serde_json::to_string(&Checkpoint { after, removed: 0 })?;
        context.progress_in(&mut tx, Some(&recorded)).await?;
        self.backend
            .audit()
            .record_as(&mut tx, tenant_id, &Actor::COMMAND_LINE, action, tenant_id, &detail)
            .await?;
        tx.commit().await
    }
}

impl JobKind for RawTextRemoval {
    const NAME: &'static str = "raw_text_removal";

    async fn due(&self) -> Result<Vec<NewJob>, Error> {
        let now = self.backend.now_ms();
        let since = now.saturating_sub(LOOK_AGAIN_MS);
        let mut jobs = Vec::new();
        for (tenant_id, asked_at) in self.backend.db.raw_text_removals(since).await? {
            let unless = asked_at.saturating_sub(1).max(now.saturating_sub(INTERVAL_MS));
            let key = tenant_id.to_string();
            if self.backend.db.has_recent_job(Self::NAME, &key, unless).await? {
                continue;
            }
            let payload = serde_json::to_value(Payload { tenant_id })?;
            jobs.push(
                NewJob::of::<Self>(payload)
                    .for_tenant(tenant_id)
                    .once(key)
                    .unless_ended_after(unless),
            );
        }
        Ok(jobs)
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        let Payload { tenant_id } = context.payload()?;
        let mut done: Checkpoint = match context.last_checkpoint() {
            Some(text) => serde_json::from_str(text)?,
            None => Checkpoint::default(),
        };
        let wrapped = self.backend.db.wrapped_key(tenant_id).await?;
        let key = self.backend.master_key.open_tenant_key(tenant_id, &wrapped)?;
        loop {
            let rows = self.backend.db.rows_with_raw_text(tenant_id, done.after, BATCH).await?;
            let Some(last) = rows.last() else { break };
            let records = self.redacted_records(&key, &rows).await?;
            let mut tx = self.backend.db.begin().await?;
            // A tenant that keeps its text again loses no more of it.
            if !tx.keeps_no_raw_text(tenant_id).await? {
                break;
            }
            done.after = *last;
            tx.remove_raw_texts(&rows).await?;
            for (row_id, record) in &records {
                tx.set_redacted_source(*row_id, record).await?;
            }
            let removed = i64::try_from(records.len()).map_err(Error::internal)?;
            done.removed = done.removed.saturating_add(removed);
            context.progress_in(&mut tx, Some(&serde_json::to_string(&done)?)).await?;
            tx.commit().await?;
            if context.must_stop() {
                return Ok(RunEnd::Stopped);
            }
        }
        self.record(context, tenant_id, done).await?;
        Ok(RunEnd::Completed)
    }
}
