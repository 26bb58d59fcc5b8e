//! The events of a search as a file: CSV or JSON Lines, in batches.

use earshot_domain::{ActivityQuery, AuditAction};
use serde_json::{Value, json};

use super::{
    describe::detail,
    page::{may_view, search},
};
use crate::{
    Backend, Error, Viewer,
    access::{Access, rfc3339},
    store::{AuditEntry, AuditSearch},
};

/// Events read at a time.
const BATCH: usize = 500;

/// The events of a search in batches, the latest first.
pub(crate) struct ActivityBatches {
    backend: Backend,
    viewer: Viewer,
    search: AuditSearch,
    done: bool,
}

/// An event of a file.
pub(crate) struct ActivityRow {
    entry: AuditEntry,
    at: String,
    detail: Value,
}

impl Access<'_> {
    /// Begins a file of the events of a query, which is itself an event, recorded before the first byte.
    ///
    /// # Errors
    /// [`Error::NotFound`] without [`Permission::ViewActivity`](earshot_domain::Permission);
    /// [`Error::Invalid`] names filters that cannot be read.
    pub(crate) async fn activity_file(
        self,
        viewer: &Viewer,
        query: &ActivityQuery,
    ) -> Result<ActivityBatches, Error> {
        may_view(viewer)?;
        let search = search(viewer, &ActivityQuery { before: None, ..query.clone() })?;
        self.record_reading(viewer, query, AuditAction::AuditDownloaded).await?;
        Ok(ActivityBatches { backend: self.0.clone(), viewer: viewer.clone(), search, done: false })
    }
}

impl ActivityBatches {
    /// The next events; none at the end.
    pub(crate) async fn next(&mut self) -> Result<Vec<ActivityRow>, Error> {
        if self.done {
            return Ok(Vec::new());
        }
        let access = self.backend.access();
        let entries = access.activity_entries(&self.viewer, &self.search, BATCH).await?;
        self.done = entries.len() < BATCH;
        self.search.before = entries.last().map(|entry| entry.seq);
        let row = |entry: AuditEntry| {
            let at = rfc3339(entry.at, &self.viewer.tenant.zone)?;
            let detail = Value::Object(detail(&self.viewer, &entry));
            Ok(ActivityRow { entry, at, detail })
        };
        entries.into_iter().map(row).collect()
    }
}

impl ActivityRow {
    /// The names of the cells.
    pub(crate) const COLUMNS: [&str; 9] =
        ["seq", "at", "actor", "action", "area", "outcome", "subject", "detail", "hash"];

    /// The cells, as texts.
    pub(crate) fn cells(&self) -> [String; 9] {
        let action: Option<AuditAction> = self.entry.action.parse().ok();
        let code = |code: Option<&str>| code.unwrap_or_default().to_owned();
        [
            self.entry.seq.to_string(),
            self.at.clone(),
            self.entry.actor.clone(),
            self.entry.action.clone(),
            code(action.map(|action| action.area().as_str())),
            code(action.map(|action| action.outcome().as_str())),
            self.entry.subject.clone(),
            self.detail.to_string(),
            hex::encode(&self.entry.hash),
        ]
    }

    /// The event as JSON.
    pub(crate) fn json(&self) -> Value {
        let mut event = json!({});
        for (name, cell) in Self::COLUMNS.iter().zip(self.cells()) {
            event[*name] = match *name {
                "seq" => json!(self.entry.seq),
                "detail" => self.detail.clone(),
                _ => json!(cell),
            };
        }
        event
    }
}
