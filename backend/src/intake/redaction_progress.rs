//! How many stored calls are redacted by the current rules, and the job on demand.

use serde_json::json;

use super::{
    handle::Intake,
    redaction_update::{KEY, RedactionUpdate},
};
use crate::{
    Backend, Error,
    jobs::{JobKind, NewJob, Worker},
    privacy::redaction::redaction_version,
};

/// How far the stored texts are brought up to the current rules of redaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RedactionProgress {
    /// Calls of the installation.
    pub calls: i64,
    /// Those of them that were redacted by earlier rules.
    pub outdated: i64,
}

impl Intake<'_> {
    /// How far the calls of the installation are redacted by the current rules.
    pub async fn redaction_progress(self) -> Result<RedactionProgress, Error> {
        let (calls, outdated) = self.0.db.redaction_counts(redaction_version()).await?;
        Ok(RedactionProgress { calls, outdated })
    }

    /// Queues the job that redacts stored texts again, unless it waits or runs already, and returns a
    /// worker for it alone.
    pub async fn redact_again(self) -> Result<Worker, Error> {
        let job = NewJob::of::<RedactionUpdate>(json!({})).once(KEY);
        self.0.jobs.enqueue(&job).await?;
        let background = Backend { db: self.0.background_db.clone(), ..self.0.clone() };
        Ok(Worker::new(self.0.jobs.clone()).with(RedactionUpdate::new(background)))
    }

    /// Whether that job waits or runs, in any process.
    pub async fn is_redacting_again(self) -> Result<bool, Error> {
        self.0.db.has_unfinished_job(RedactionUpdate::NAME).await
    }
}
