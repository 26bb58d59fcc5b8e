//! Encoders: conversations in, the bytes of one file out.

use std::sync::Arc;

use earshot_domain::{CallId, Country, ExportRequest};
use jiff::tz::TimeZone;

use super::subject::Subject;
use crate::{
    Error,
    exports::columns::{Context, Pseudonyms},
    pdf::{HandOn, PdfFonts},
    privacy::{encryption::TenantKey, masking::FileMask},
    store::{ConversationRow, EventRow},
};

/// What all files of an export share.
#[derive(Clone)]
pub(in crate::exports) struct FileContext {
    /// What the files contain.
    pub(in crate::exports) request: ExportRequest,
    /// Name of the tenant, on pages.
    pub(in crate::exports) tenant_name: String,
    /// Zone of local times.
    pub(in crate::exports) zone: TimeZone,
    /// Key of the tenant's sealed values.
    pub(in crate::exports) key: TenantKey,
    /// How much of a number the files show.
    pub(in crate::exports) mask: FileMask,
    /// Secret from which the pseudonyms of this export are derived.
    pub(in crate::exports) pseudonym_salt: String,
    /// Time in the metadata of the files, in milliseconds: for a PDF, when it was requested.
    pub(in crate::exports) document_time: i64,
    /// The person whose request the export answers.
    pub(in crate::exports) subject: Option<Arc<Subject>>,
    /// Fonts of PDFs.
    pub(in crate::exports) fonts: PdfFonts,
}

impl FileContext {
    /// What replaces the personal values of this export, if anything does.
    pub(super) fn pseudonyms(&self) -> Option<Pseudonyms> {
        self.request.anonymise.then(|| Pseudonyms::new(&self.pseudonym_salt))
    }

    /// The context of a conversation's rows.
    pub(super) fn of<'c>(
        &'c self,
        conversation: &'c Conversation,
        pseudonyms: Option<&'c Pseudonyms>,
    ) -> Context<'c> {
        Context {
            project: &conversation.project,
            country: conversation.country,
            zone: &self.zone,
            key: &self.key,
            mask: self.mask,
            pseudonyms,
        }
    }
}

/// A conversation with what is read beside its row.
pub(in crate::exports) struct Conversation {
    /// The call.
    pub(in crate::exports) row: ConversationRow,
    /// Slug of its project.
    pub(in crate::exports) project: String,
    /// The country whose numbering plan its numbers follow.
    pub(in crate::exports) country: Option<Country>,
    /// Its review events in this portal, in order.
    pub(in crate::exports) events: Vec<EventRow>,
    /// Its text before redaction, sealed; only for a person's own data, where it is kept.
    pub(in crate::exports) raw_text: Option<Vec<u8>>,
}

/// The encoder of one file. Its bytes depend only on the context and the conversations, so that a
/// file that is written again is the same.
pub(in crate::exports) trait Encoder: Send {
    /// Begins the file.
    fn begin(&mut self) -> Result<(), Error>;

    /// Continues a file to which `rows` rows were written; only for formats that can.
    fn resume(&mut self, _rows: u64) -> Result<(), Error> {
        Err(Error::internal("a file of this format cannot be continued"))
    }

    /// Writes conversations and returns the number of rows written for them.
    fn conversations(&mut self, batch: &[Conversation]) -> Result<u64, Error>;

    /// Writes what follows the last conversation.
    fn end(&mut self) -> Result<(), Error>;

    /// Writes what follows the last conversation and hands on its bytes; in pieces where there are many,
    /// so that memory does not hold them all.
    fn end_in_pieces(&mut self, hand_on: HandOn<'_>) -> Result<(), Error> {
        self.end()?;
        hand_on(self.take()?)
    }

    /// Takes the bytes that were written since they were last taken.
    fn take(&mut self) -> Result<Vec<u8>, Error>;

    /// Takes the number of texts longer than a cell of a spreadsheet that were written since it was last
    /// taken; only formats that are for spreadsheets count them.
    fn take_long_cells(&mut self) -> u64 {
        0
    }

    /// What the manifest says about the file, besides its figures.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// The encoder as that of an archive, to which recordings can be added; `None` for any other.
    fn as_archive(&mut self) -> Option<&mut dyn RecordingArchive> {
        None
    }
}

/// An encoder whose file can have recordings: each is announced by size and checksum, then written in
/// pieces as it is.
pub(in crate::exports) trait RecordingArchive: Encoder {
    /// Says how many calls the export's earlier files have, before the first call is written.
    fn number_after(&mut self, _calls: u64) {}

    /// Why the recording of a call is left out, whatever its policy allows.
    fn excluded(&self, _call: CallId) -> Option<&'static str> {
        None
    }

    /// Begins a recording and returns its path in the archive.
    fn begin_recording(&mut self, entry: RecordingEntry) -> Result<String, Error>;

    /// Writes bytes of the recording.
    fn recording_bytes(&mut self, bytes: &[u8]) -> Result<(), Error>;

    /// Ends the recording, whose bytes must be those that were announced.
    fn end_recording(&mut self) -> Result<(), Error>;

    /// Notes why a recording is not in the archive.
    fn skip_recording(&mut self, facts: RecordingFacts, reason: String);
}

/// A recording whose bytes follow.
#[derive(Debug, Clone)]
pub(in crate::exports) struct RecordingEntry {
    pub(in crate::exports) facts: RecordingFacts,
    /// Its media type, such as `audio/wav`.
    pub(in crate::exports) content_type: String,
    /// Its length in bytes.
    pub(in crate::exports) bytes: u64,
    pub(in crate::exports) crc32: u32,
    /// Its SHA-256 in hexadecimal digits.
    pub(in crate::exports) sha256: String,
}

/// What a recording's row says about its call.
#[derive(Debug, Clone)]
pub(in crate::exports) struct RecordingFacts {
    pub(in crate::exports) call_id: CallId,
    /// Slug of the call's project.
    pub(in crate::exports) project: String,
    /// Start of the call, in milliseconds since 1970 UTC.
    pub(in crate::exports) started_at: i64,
    /// Length of the recording, where it is known.
    pub(in crate::exports) duration_ms: Option<i64>,
}
