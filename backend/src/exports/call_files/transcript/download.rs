//! A transcript as a file.

use earshot_domain::{AuditAction, CallId, Review, TranscriptFormat, TranscriptQuery};

use super::{CallFileDetail, document::TranscriptDocument, pdf, txt};
use crate::{Error, Viewer, calls::CallFile, exports::Exports};

/// A transcript as a file.
pub struct TranscriptFile {
    /// What kind of file it is.
    pub format: TranscriptFormat,
    /// Its name; ASCII letters, digits, `-`, `_` and `.` only.
    pub file_name: String,
    /// The whole of it.
    pub bytes: Vec<u8>,
}

impl Exports<'_> {
    /// The transcript file of a call. Whoever may not have it, and a call without a transcript to
    /// read, get what a call that does not exist gets. Nothing is given before it is audited.
    pub async fn transcript_file(
        self,
        viewer: &Viewer,
        id: CallId,
        query: TranscriptQuery,
    ) -> Result<TranscriptFile, Error> {
        let history = query.include_quality_history;
        let review = self.review_for_file(viewer, id, query.errors).await?;
        let detail = CallFileDetail {
            action: AuditAction::TranscriptDownloaded,
            format: query.format.as_str(),
            include_quality_history: history,
        };
        let make = async {
            match query.format {
                TranscriptFormat::Txt => Ok(txt::write(&TranscriptDocument::new(&review, history))),
                TranscriptFormat::Pdf => self.transcript_pdf(&review, history).await,
            }
        };
        Ok(TranscriptFile {
            format: query.format,
            file_name: CallFile::of(viewer, &review).name("transcript", query.format.as_str()),
            bytes: self.audited_file(viewer, id, detail, make).await?,
        })
    }

    /// The transcript's pages. Setting them is work for a processor, so it has a thread of its own.
    pub(crate) async fn transcript_pdf(
        self,
        review: &Review,
        include_quality_history: bool,
    ) -> Result<Vec<u8>, Error> {
        let document = TranscriptDocument::new(review, include_quality_history);
        let fonts = self.0.pdf_fonts.clone();
        let set = tokio::task::spawn_blocking(move || pdf::write(&document, &fonts));
        set.await.map_err(Error::internal)?
    }
}
