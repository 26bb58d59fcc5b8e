//! Names of the recordings of an archive by the template of its export.

use std::collections::{HashMap, HashSet};

use earshot_domain::{CallColumn as C, CallId, RecordingNames, RecordingValues};
use jiff::tz::TimeZone;

use super::names::{NamedCall, RECORDINGS, ending};
use crate::{
    Error,
    exports::encoding::{
        call_document::CallReader,
        encoder::{Conversation, RecordingEntry},
    },
};

/// Names the recordings of one archive. The names depend only on the template and the calls, so that an
/// archive that is written again is the same.
pub(super) struct RecordingNamer {
    template: RecordingNames,
    /// Place of the last call in the export.
    number: u64,
    /// Names of the recordings that may follow.
    names: HashMap<CallId, String>,
    /// Paths so far in lower case: some systems take names that differ in case for the same.
    paths: HashSet<String>,
}

impl RecordingNamer {
    pub(super) fn new(template: RecordingNames) -> Self {
        Self { template, number: 0, names: HashMap::new(), paths: HashSet::new() }
    }

    /// Counts the calls of the export's earlier files.
    pub(super) const fn number_after(&mut self, calls: u64) {
        self.number = calls;
    }

    /// Names the recording of the next call, which need not have one.
    pub(super) fn add(
        &mut self,
        conversation: &Conversation,
        call: &CallReader<'_>,
        zone: &TimeZone,
    ) -> Result<(), Error> {
        self.number += 1;
        let (row, project) = (&conversation.row, conversation.project.as_str());
        let named = NamedCall { id: row.cells.id, project, started_at: row.cells.started_at };
        let (date, time) = named.started(zone)?;
        let (agent, caller) = (call.text(C::Agent)?, call.text(C::Caller)?);
        let name = self.template.name(&RecordingValues {
            date: &date,
            time: &time,
            project,
            direction: row.direction,
            agent: agent.as_deref(),
            caller: caller.as_deref(),
            status: row.cells.status,
            call_id: row.cells.id,
            number: self.number,
        });
        self.names.insert(row.cells.id, name);
        Ok(())
    }

    /// The path of a recording, which no other one in the archive has.
    pub(super) fn path(&mut self, entry: &RecordingEntry) -> Result<String, Error> {
        let id = entry.facts.call_id;
        let name = self.names.remove(&id);
        let name = name.ok_or_else(|| Error::internal("the call of a recording is not there"))?;
        let path = |name: &str| format!("{RECORDINGS}/{name}.{}", ending(&entry.content_type));
        let (plain, with_id) = (path(&name), path(&RecordingNames::with_id(&name, id)));
        let path = if self.paths.contains(&plain.to_lowercase()) { with_id } else { plain };
        self.paths.insert(path.to_lowercase());
        Ok(path)
    }
}
