//! Export of one conversation, for viewers who may download its transcript.

use earshot_domain::{AuditAction, CallId, ConversationFormat, ConversationQuery, Review};

use super::{json, messages};
use crate::{
    Error, Viewer,
    calls::CallFile,
    exports::{Exports, call_files::transcript::CallFileDetail, columns::Context},
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

    async fn conversation_bytes(
        self,
        viewer: &Viewer,
        review: &Review,
        format: ConversationFormat,
        history: bool,
    ) -> Result<Vec<u8>, Error> {
        if format == ConversationFormat::Pdf {
            return self.transcript_pdf(review, history).await;
        }
        let started_at = self.0.calls().record(viewer, review.row.id).await?.call.started_at;
        let zone = &viewer.tenant.zone;
        if format == ConversationFormat::Json {
            return json::write(review, messages::json(review, started_at, zone)?, history);
        }
        let context = Context {
            project: review.project.as_str(),
            zone,
            key: &viewer.tenant.key,
            mask: FileMask::LastFour,
            pseudonyms: None,
        };
        messages::csv(review, started_at, &context)
    }
}
