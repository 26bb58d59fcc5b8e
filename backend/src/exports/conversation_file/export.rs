//! Export of one conversation, for viewers who may download its transcript.

use earshot_domain::{AuditAction, CallId, ConversationFormat, ConversationQuery};

use super::{json, messages, metadata::Metadata};
use crate::{
    Error, Viewer,
    exports::{
        CallFile, Exports,
        columns::{Context, ConversationView},
    },
    privacy::masking::FileMask,
};

impl<'a> Exports<'a> {
    /// The conversation of a call as a file. A viewer who may not download it, and a call without an
    /// available transcript, get the answer of a call that does not exist.
    pub async fn conversation_file(
        self,
        viewer: &'a Viewer,
        id: CallId,
        query: ConversationQuery,
    ) -> Result<CallFile<'a, ConversationFormat>, Error> {
        self.call_file(viewer, id, "conversation", query).await
    }
}

impl CallFile<'_, ConversationFormat> {
    /// Makes the file. Nothing is returned before it is audited.
    pub async fn read(&self) -> Result<Vec<u8>, Error> {
        self.audited(AuditAction::ConversationExported, self.contents()).await
    }

    async fn contents(&self) -> Result<Vec<u8>, Error> {
        let Self { exports, viewer, review, with_history, .. } = self;
        if self.format == ConversationFormat::Pdf {
            return exports.transcript_pdf(viewer, review, *with_history).await;
        }
        let (db, id, zone) = (&exports.0.db, review.row.id, &viewer.tenant.zone);
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
        if self.format == ConversationFormat::Csv {
            return messages::csv(review, row.cells.started_at, &context);
        }
        let events = db.review_events(viewer.tenant.id, id).await?;
        let metadata = Metadata::of(&ConversationView::new(&row, &events), &context)?;
        let messages = messages::json(review, row.cells.started_at, zone)?;
        json::write(review, &metadata, messages, *with_history)
    }
}
