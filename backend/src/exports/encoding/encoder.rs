//! Encoders: conversations in, the bytes of one file out.

use earshot_domain::ExportRequest;
use jiff::tz::TimeZone;

use super::archive::ArchiveEncoder;
use crate::{
    Error,
    exports::columns::{Context, Pseudonyms},
    pdf::PdfFonts,
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
    /// When the export was requested, in milliseconds: the time in the files' own metadata.
    pub(in crate::exports) requested_at: i64,
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
    /// Its review events in this portal, in order.
    pub(in crate::exports) events: Vec<EventRow>,
}

/// The encoder of one file. Its bytes depend only on the context and the conversations, so that a
/// file that is written again is the same.
pub(in crate::exports) trait Encoder: Send {
    /// Begins the file.
    fn begin(&mut self) -> Result<(), Error>;

    /// Continues a file to which `rows` rows were written; only for formats that can.
    fn resume(&mut self, rows: u64) -> Result<(), Error>;

    /// Writes conversations and returns the number of rows written for them.
    fn conversations(&mut self, batch: &[Conversation]) -> Result<u64, Error>;

    /// Writes what follows the last conversation.
    fn end(&mut self) -> Result<(), Error>;

    /// Takes the bytes that were written since they were last taken.
    fn take(&mut self) -> Result<Vec<u8>, Error>;

    /// What the manifest says about the file, besides its figures.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// The encoder as that of an archive, to which recordings can be added; `None` for any other.
    fn as_archive(&mut self) -> Option<&mut ArchiveEncoder> {
        None
    }
}
