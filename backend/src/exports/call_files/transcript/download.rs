//! Download of a call's transcript as a file.

use earshot_domain::{AuditAction, CallId, Review, TranscriptFormat, TranscriptQuery};

use super::{CallFileDetail, document::TranscriptDocument, pdf, txt};
use crate::{Error, Viewer, calls::CallFile, exports::Exports};

/// Download of a call's transcript as a file.
pub struct TranscriptFile {
    /// Format of the file.
    pub format: TranscriptFormat,
    /// Name of the file; ASCII letters, digits, `-`, `_` and `.` only.
    pub file_name: String,
    /// Contents of the file.
    pub bytes: Vec<u8>,
}

impl Exports<'_> {
    /// The transcript file of a call. A viewer who may not download it, and a call without an
    /// available transcript, get the answer of a call that does not exist. Nothing is returned
    /// before it is audited.
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
                TranscriptFormat::Pdf => self.transcript_pdf(viewer, &review, history).await,
            }
        };
        Ok(TranscriptFile {
            format: query.format,
            file_name: CallFile::of(viewer, &review).name("transcript", query.format.as_str()),
            bytes: self.audited_file(viewer, id, detail, make).await?,
        })
    }

    /// The name of that file, for a viewer who may download it. Nothing is made or audited.
    pub async fn transcript_file_name(
        self,
        viewer: &Viewer,
        id: CallId,
        query: TranscriptQuery,
    ) -> Result<String, Error> {
        let format = query.format.as_str();
        let review = self.review_for_file(viewer, id, query.errors).await?;
        Ok(CallFile::of(viewer, &review).name("transcript", format))
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
