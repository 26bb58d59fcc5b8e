//! What every file of one call has in common: who may take it, how often, and what is noted.

use earshot_domain::{AuditAction, CallId, FieldError, Review};
use serde_json::json;

use crate::{Backend, Error, Viewer, access::RateBucket};

/// What the audit log says of a file.
pub(crate) struct CallFileDetail {
    /// What was done.
    pub(crate) action: AuditAction,
    /// The kind of file.
    pub(crate) format: &'static str,
    /// Whether the review history is in it.
    pub(crate) include_quality_history: bool,
}

impl Backend {
    /// The call a file is asked of; not found for whoever may not take it away, and for a call
    /// without a transcript to read.
    pub(crate) async fn review_for_file(
        &self,
        viewer: &Viewer,
        id: CallId,
        errors: Vec<FieldError>,
    ) -> Result<Review, Error> {
        if !viewer.role.downloads_transcripts() {
            return Err(Error::NotFound);
        }
        let review = self.review(viewer, id).await?;
        if !review.transcript_download {
            return Err(Error::NotFound);
        }
        if errors.is_empty() { Ok(review) } else { Err(Error::Invalid(errors)) }
    }

    /// Makes a file and notes it, within the limit of such files. One that could not be made or
    /// noted is not given, and costs nothing of the limit.
    pub(crate) async fn audited_file(
        &self,
        viewer: &Viewer,
        id: CallId,
        detail: CallFileDetail,
        make: impl Future<Output = Result<Vec<u8>, Error>>,
    ) -> Result<Vec<u8>, Error> {
        let bucket = RateBucket::Transcript(viewer);
        let taken = self.take_rates(&[(bucket, self.limits.transcript_rate)]).await?;
        let file = async {
            let bytes = make.await?;
            self.note_file(viewer, id, detail).await?;
            Ok(bytes)
        };
        match file.await {
            Ok(bytes) => Ok(bytes),
            Err(error) => {
                self.db.give_rate_back(&taken).await?;
                Err(error)
            }
        }
    }

    async fn note_file(
        &self,
        viewer: &Viewer,
        id: CallId,
        file: CallFileDetail,
    ) -> Result<(), Error> {
        let detail = json!({
            "format": file.format,
            "include_quality_history": file.include_quality_history,
        });
        let mut tx = self.db.begin().await?;
        self.record(&mut tx, viewer, file.action, &id.to_string(), &detail, None).await?;
        tx.commit().await
    }
}
