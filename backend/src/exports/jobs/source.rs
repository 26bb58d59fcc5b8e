//! The calls of a background export, read in batches with the requester's current rights.

use std::collections::HashMap;

use earshot_domain::{CallId, CallOmission, ExportRequest};

use super::{checkpoint::Position, start::search_of};
use crate::{
    Backend, Error, Viewer,
    access::{ProjectScope, scope::Audiences},
    exports::{
        encoding::{Conversation, texts_of},
        unlocked,
    },
    store::{
        ConversationRow, ConversationTexts, ExportJobRow, ExportProjectRow, PageStart, Search,
    },
};

/// Maximum bytes of transcripts in a batch.
const MAX_BATCH_BYTES: i64 = 4 * 1024 * 1024;

/// What a read finds.
pub(super) enum Read {
    /// Calls, at least one.
    Calls(Vec<Conversation>),
    /// The project has no more; calls of it that matched and were not read are omitted for this
    /// reason.
    End(CallOmission),
}

/// The calls of an export.
pub(super) struct Source {
    backend: Backend,
    pub(super) row: ExportJobRow,
    pub(super) request: ExportRequest,
    projects: Vec<ExportProjectRow>,
    search: Search,
    texts: ConversationTexts,
    batch_calls: i64,
}

impl Source {
    pub(super) async fn new(
        backend: &Backend,
        viewer: &Viewer,
        row: ExportJobRow,
        request: ExportRequest,
    ) -> Result<Self, Error> {
        let projects = backend.db.export_project_rows(row.id).await?;
        let scope = |project: &ExportProjectRow| viewer.project_by_id(project.project_id);
        let scopes: Vec<_> = projects.iter().filter_map(scope).collect();
        let search = search_of(backend, viewer, &scopes, &request).await?;
        let texts = texts_of(&request);
        let batch_calls = backend.limits.export_batch_calls.into();
        let backend = backend.clone();
        Ok(Self { backend, row, request, projects, search, texts, batch_calls })
    }

    /// Whether there are calls of more projects to read.
    pub(super) fn has_project(&self, position: &Position) -> bool {
        position.project < self.projects.len()
    }

    /// Chooses how many calls a batch has, by the longest transcript of the present project.
    pub(super) async fn measure(&mut self, viewer: &Viewer, at: &Position) -> Result<(), Error> {
        let id = self.projects[at.project].project_id;
        let Some(scope) = viewer.project_by_id(id) else { return Ok(()) };
        let db = &self.backend.db;
        let tally = db.tally_calls(&scope, &self.search, self.row.ingest_bound).await?;
        let calls = MAX_BATCH_BYTES / tally.longest_transcript.max(1);
        self.batch_calls = calls.clamp(1, self.backend.limits.export_batch_calls.max(1).into());
        Ok(())
    }

    /// Reads the calls after a position, at most `most`; none when the project is done, or was taken
    /// away from the requester.
    pub(super) async fn read(&self, at: &Position, most: u64) -> Result<Read, Error> {
        let viewer = self.backend.exports().requester(&self.row, &self.request).await?;
        let Some(scope) = viewer.project_by_id(self.projects[at.project].project_id) else {
            return Ok(Read::End(CallOmission::AccessLost));
        };
        let start = at.after.map(|(key, id)| PageStart { key, id, backwards: false });
        let limit = self.batch_calls.min(most.cast_signed());
        let (db, bound) = (&self.backend.db, self.row.ingest_bound);
        let mut rows = db
            .conversation_batch(&scope, &self.search, bound, start.as_ref(), limit, self.texts)
            .await?;
        if rows.is_empty() {
            return Ok(Read::End(self.omission_in(&scope)));
        }
        let ids: Vec<CallId> = rows.iter().map(|row| row.cells.id).collect();
        let (options, fixed) = (&self.request.options, Some(self.request.unlocks.as_slice()));
        let export = self.row.id;
        unlocked::fill(&self.backend, &viewer, export, options, fixed, &mut rows).await?;
        let mut events = if self.texts.details {
            db.events_of_calls(scope.tenant_id, &ids).await?
        } else {
            HashMap::new()
        };
        let mut raw = match self.request.subject_request {
            Some(_) => db.raw_texts(scope.tenant_id, &ids).await?,
            None => HashMap::new(),
        };
        let slug = scope.project.slug.to_string();
        let conversation = |row: ConversationRow| {
            let events = events.remove(&row.cells.id).unwrap_or_default();
            let raw_text = raw.remove(&row.cells.id);
            Conversation { row, project: slug.clone(), country: scope.country, events, raw_text }
        };
        Ok(Read::Calls(rows.into_iter().map(conversation).collect()))
    }

    /// Why calls that matched are not found in a project that the requester may see.
    fn omission_in(&self, scope: &ProjectScope) -> CallOmission {
        if self.search.is_lasting() && scope.audiences == Audiences::All {
            CallOmission::DeletedOrReplaced
        } else {
            CallOmission::NotSelected
        }
    }

    /// The position after a batch.
    pub(super) fn after(&self, at: &Position, batch: &[Conversation]) -> Position {
        let last =
            batch.last().map(|last| (last.row.key(self.search.filter.sort), last.row.cells.id));
        Position {
            after: last.or(at.after),
            written: at.written + batch.len() as u64,
            ..at.clone()
        }
    }

    /// The position after a project, whose calls that were not written are omitted for this reason.
    pub(super) fn after_project(&self, at: &Position, reason: CallOmission) -> Position {
        let matched = self.projects[at.project].matched.unwrap_or_default().max(0).unsigned_abs();
        let left = matched.saturating_sub(at.written.saturating_sub(at.written_before));
        let mut omitted = at.omitted.clone();
        *omitted.entry(reason).or_default() += left;
        Position {
            project: at.project + 1,
            after: None,
            written: at.written,
            written_before: at.written,
            omitted,
        }
    }
}
