//! Download of a call's transcript as a file.

use earshot_domain::{AuditAction, CallId, Review, TranscriptFormat, TranscriptQuery};

use super::{document::TranscriptDocument, pdf, txt};
use crate::{
    Error, Viewer,
    exports::{CallFile, Exports},
};

impl<'a> Exports<'a> {
    /// The transcript file of a call. A viewer who may not download it, and a call without an
    /// available transcript, get the answer of a call that does not exist.
    pub async fn transcript_file(
        self,
        viewer: &'a Viewer,
        id: CallId,
        query: TranscriptQuery,
    ) -> Result<CallFile<'a, TranscriptFormat>, Error> {
        self.call_file(viewer, id, "transcript", query).await
    }

    /// The transcript as a PDF. Typesetting is CPU-bound, so it runs on a blocking thread.
    pub(crate) async fn transcript_pdf(
        self,
        viewer: &Viewer,
        review: &Review,
        include_quality_history: bool,
    ) -> Result<Vec<u8>, Error> {
        let document = TranscriptDocument::new(review, include_quality_history);
        let (organisation, fonts) = (viewer.tenant.name.clone(), self.0.pdf_fonts.clone());
        let write = move || pdf::write(&document, &organisation, &fonts);
        let set = tokio::task::spawn_blocking(write);
        set.await.map_err(Error::internal)?
    }
}

impl CallFile<'_, TranscriptFormat> {
    /// Makes the file. Nothing is returned before it is audited.
    pub async fn read(&self) -> Result<Vec<u8>, Error> {
        self.audited(AuditAction::TranscriptDownloaded, self.contents()).await
    }

    async fn contents(&self) -> Result<Vec<u8>, Error> {
        let Self { exports, viewer, review, with_history, .. } = self;
        match self.format {
            TranscriptFormat::Txt => {
                Ok(txt::write(&TranscriptDocument::new(review, *with_history)))
            }
            TranscriptFormat::Pdf => exports.transcript_pdf(viewer, review, *with_history).await,
        }
    }
}
