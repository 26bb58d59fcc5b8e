//! Export of one conversation, for viewers who may download its transcript.

use earshot_domain::{AuditAction, CallId, ConversationFormat, ConversationQuery, Review};

use super::{json, messages, metadata::Metadata};
use crate::{
    Error, Viewer,
    calls::CallFile,
    exports::{
        Exports,
        call_files::CallFileDetail,
        columns::{Context, ConversationView},
    },
    privacy::masking::FileMask,
};

/// A conversation as a file.
pub struct ConversationFile {
    /// Format of the file.
    pub format: ConversationFormat,
    /// Name of the file; ASCII letters, digits, `-`, `_` and `.` only.
    pub file_name: String,
    /// Contents of the file.
    pub bytes: Vec<u8>,
}

impl Exports<'_> {
    /// The conversation of a call. A viewer who may not download it, and a call without an
    /// available transcript, get the answer of a call that does not exist. Nothing is returned
    /// before it is audited.
    pub async fn conversation_file(
        self,
        viewer: &Viewer,
        id: CallId,
        query: ConversationQuery,
    ) -> Result<ConversationFile, Error> {
        let history = query.include_quality_history;
        let review = self.review_for_file(viewer, id, query.errors).await?;
        let detail = CallFileDetail {
            action: AuditAction::ConversationExported,
            format: query.format.as_str(),
            include_quality_history: history,
        };
        let build = self.conversation_bytes(viewer, &review, query.format, history);
        Ok(ConversationFile {
            format: query.format,
            file_name: CallFile::of(viewer, &review).name("conversation", query.format.as_str()),
            bytes: self.audited_file(viewer, id, detail, build).await?,
        })
    }

    /// The name of that file, for a viewer who may download it. Nothing is made or audited.
    pub async fn conversation_file_name(
        self,
        viewer: &Viewer,
        id: CallId,
        query: ConversationQuery,
    ) -> Result<String, Error> {
        let format = query.format.as_str();
        let review = self.review_for_file(viewer, id, query.errors).await?;
        Ok(CallFile::of(viewer, &review).name("conversation", format))
    }

    async fn conversation_bytes(
        self,
        viewer: &Viewer,
        review: &Review,
        format: ConversationFormat,
        history: bool,
    ) -> Result<Vec<u8>, Error> {
        if format == ConversationFormat::Pdf {
            return self.transcript_pdf(viewer, review, history).await;
        }
        let (db, id, zone) = (&self.0.db, review.row.id, &viewer.tenant.zone);
        let found = db.conversation_in_scope(&viewer.scope(), id).await?;
        let (_, row) = found.ok_or(Error::NotFound)?;
        let context = Context {
            project: review.project.as_str(),
            country: None,
            zone,
            key: &viewer.tenant.key,
            mask: FileMask::LastFour,
            pseudonyms: None,
        };
        if format == ConversationFormat::Csv {
            return messages::csv(review, row.started_at, &context);
        }
        let events = db.review_events(viewer.tenant.id, id).await?;
        let metadata = Metadata::of(&ConversationView::new(&row, &events), &context)?;
        json::write(review, &metadata, messages::json(review, row.started_at, zone)?, history)
    }
}
