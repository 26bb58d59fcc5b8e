//! A file of one call: authorised and named first, and made, limited and audited when it is read.

use earshot_domain::{
    AuditAction, CallFileQuery, CallId, FieldError, FileFormat, Permission, Review,
};
use serde_json::json;

use crate::{Error, Viewer, access::RateBucket, calls::CallFileName, exports::Exports};

/// A file of one call that may be downloaded now. Nothing of it is made or recorded before it is read.
pub struct CallFile<'a, F> {
    /// Its name; ASCII letters, digits, `-`, `_` and `.` only.
    pub name: String,
    /// Its media type.
    pub content_type: &'static str,
    pub(in crate::exports) exports: Exports<'a>,
    pub(in crate::exports) viewer: &'a Viewer,
    pub(in crate::exports) review: Review,
    pub(in crate::exports) format: F,
    /// Whether the review history is in it.
    pub(in crate::exports) with_history: bool,
}

impl<'a> Exports<'a> {
    /// The file of a call named after `what` it holds; not found for a viewer who may not download it,
    /// and for a call without an available transcript.
    pub(in crate::exports) async fn call_file<F: FileFormat>(
        self,
        viewer: &'a Viewer,
        id: CallId,
        what: &str,
        query: CallFileQuery<F>,
    ) -> Result<CallFile<'a, F>, Error> {
        let CallFileQuery { format, include_quality_history: with_history, errors } = query;
        let review = self.review_for_file(viewer, id, errors).await?;
        let name = CallFileName::of(viewer, &review).name(what, format.code());
        let content_type = format.content_type();
        Ok(CallFile { name, content_type, exports: self, viewer, review, format, with_history })
    }

    async fn review_for_file(
        self,
        viewer: &Viewer,
        id: CallId,
        errors: Vec<FieldError>,
    ) -> Result<Review, Error> {
        viewer.require(Permission::DownloadTranscripts)?;
        let review = self.0.reviews().open(viewer, id).await?;
        if !review.transcript_download {
            return Err(Error::NotFound);
        }
        if errors.is_empty() { Ok(review) } else { Err(Error::Invalid(errors)) }
    }
}

impl<F: FileFormat> CallFile<'_, F> {
    /// Makes the file and records it in the audit log, within the rate limit of such files. One that
    /// could not be made or recorded is not returned and does not count.
    pub(in crate::exports) async fn audited(
        &self,
        action: AuditAction,
        contents: impl Future<Output = Result<Vec<u8>, Error>>,
    ) -> Result<Vec<u8>, Error> {
        let backend = self.exports.0;
        let bucket = RateBucket::Transcript(self.viewer);
        let events =
            backend.access().take_rates(&[(bucket, backend.limits.transcript_rate)]).await?;
        let file = async {
            let bytes = contents.await?;
            self.record(action).await?;
            Ok(bytes)
        };
        match file.await {
            Ok(bytes) => Ok(bytes),
            Err(error) => {
                backend.db.return_rate(&events).await?;
                Err(error)
            }
        }
    }

    async fn record(&self, action: AuditAction) -> Result<(), Error> {
        let (backend, id) = (self.exports.0, self.review.row.id);
        let detail = json!({
            "format": self.format.code(),
            "include_quality_history": self.with_history,
        });
        let mut tx = backend.db.begin().await?;
        backend.audit().record(&mut tx, self.viewer, action, id, &detail, None).await?;
        tx.commit().await
    }
}
