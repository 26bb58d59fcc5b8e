//! Encoder of bundles: the files of each call, its recording, and the page that explains them.

use std::{collections::HashSet, sync::Arc};

use earshot_domain::CallId;

use super::{
    call::SubjectCall,
    files,
    page::{self, Entry},
};
use crate::{
    Error,
    calls::seconds,
    exports::encoding::{
        archive::{Entries, NamedCall},
        encoder::{
            Conversation, Encoder, FileContext, RecordingArchive, RecordingEntry, RecordingFacts,
        },
        subject::Subject,
    },
};

/// Name of the page that explains the bundle.
pub(super) const INDEX: &str = "index.html";
/// Why a call, its recording included, is left out.
pub(super) const ANOTHER_PERSON: &str =
    "The source verified another person on this call, so nothing that was said is included.";
/// What stands for words whose original was not kept.
const REDACTED: &str =
    "The original words were not kept: personal details are replaced by marks such as [PHONE].";

/// Writes a bundle; the page comes last, since it names every recording that was left out.
pub(in crate::exports::encoding) struct BundleEncoder {
    context: FileContext,
    subject: Arc<Subject>,
    entries: Entries,
    calls: Vec<Entry>,
    of_another: HashSet<CallId>,
}

impl BundleEncoder {
    pub(in crate::exports::encoding) fn new(context: FileContext, subject: Arc<Subject>) -> Self {
        Self {
            context,
            subject,
            entries: Entries::new(),
            calls: Vec::new(),
            of_another: HashSet::new(),
        }
    }

    fn call(&mut self, conversation: &Conversation) -> Result<(), Error> {
        let row = &conversation.row;
        let mut entry = Entry {
            id: row.cells.id,
            started_at: row.cells.started_at,
            kind: format!(
                "{}, {}",
                row.cells.channel.label(),
                row.direction.label().to_lowercase()
            ),
            duration: seconds(row.cells.total_seconds)?,
            project: conversation.project.clone(),
            files: Vec::new(),
            notes: Vec::new(),
        };
        let call = SubjectCall::open(&self.context, &self.subject, conversation)?;
        if call.is_of_another() {
            self.of_another.insert(row.cells.id);
            entry.notes.push(ANOTHER_PERSON.to_owned());
        } else {
            entry.notes.extend(call.unreadable().map(str::to_owned));
            if call.unreadable().is_none() && !call.has_raw_text() {
                entry.notes.push(REDACTED.to_owned());
            }
            let (text, json) = files::write(&call)?;
            let named = NamedCall {
                id: row.cells.id,
                project: &conversation.project,
                started_at: row.cells.started_at,
            };
            for (label, ending, content) in [("Text", "txt", text), ("JSON", "json", json)] {
                let path = named.file(&self.context.zone, ending)?;
                self.entries.add(path.clone(), content, true)?;
                entry.files.push((label, path));
            }
        }
        self.calls.push(entry);
        Ok(())
    }

    /// The entry of a call whose recording is written, which is one of the last batch.
    fn entry(&mut self, id: CallId) -> Option<&mut Entry> {
        self.calls.iter_mut().rev().find(|entry| entry.id == id)
    }

    fn left_out(&self) -> usize {
        self.calls.iter().filter(|entry| !entry.notes.is_empty()).count()
    }
}

impl Encoder for BundleEncoder {
    fn begin(&mut self) -> Result<(), Error> {
        self.entries.begin(self.context.document_time)
    }

    fn conversations(&mut self, batch: &[Conversation]) -> Result<u64, Error> {
        batch.iter().try_for_each(|conversation| self.call(conversation))?;
        Ok(batch.len() as u64)
    }

    fn end(&mut self) -> Result<(), Error> {
        let page = page::write(&self.context, &self.subject, &self.calls)?;
        self.entries.add(INDEX.to_owned(), page.into_bytes(), true)?;
        self.entries.end()
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        Ok(self.entries.take())
    }

    fn notes(&self) -> Vec<String> {
        match self.left_out() {
            0 => Vec::new(),
            1 => vec![format!("Something of 1 call was left out; {INDEX} gives the reason.")],
            count => {
                vec![format!("Something of {count} calls was left out; {INDEX} gives the reasons.")]
            }
        }
    }

    fn as_archive(&mut self) -> Option<&mut dyn RecordingArchive> {
        Some(self)
    }
}

impl RecordingArchive for BundleEncoder {
    fn excluded(&self, call: CallId) -> Option<&'static str> {
        self.of_another.contains(&call).then_some(ANOTHER_PERSON)
    }

    fn begin_recording(&mut self, entry: RecordingEntry) -> Result<String, Error> {
        let facts = &entry.facts;
        let call =
            NamedCall { id: facts.call_id, project: &facts.project, started_at: facts.started_at };
        let path = call.recording(&self.context.zone, &entry.content_type)?;
        self.entries.begin_recording(entry, path)
    }

    fn recording_bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.entries.recording_bytes(bytes)
    }

    fn end_recording(&mut self) -> Result<(), Error> {
        let (recording, path) = self.entries.end_recording()?;
        if let Some(entry) = self.entry(recording.facts.call_id) {
            entry.files.push(("Recording", path));
        }
        Ok(())
    }

    fn skip_recording(&mut self, facts: RecordingFacts, reason: String) {
        if let Some(entry) = self.entry(facts.call_id).filter(|_| reason != ANOTHER_PERSON) {
            entry.notes.push(format!("Recording: {reason}"));
        }
    }
}
