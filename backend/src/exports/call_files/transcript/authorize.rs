//! Authorisation, rate limit and audit of every file of one call.

use earshot_domain::{AuditAction, CallId, FieldError, Permission, Review};
use serde_json::json;

use crate::{Error, Viewer, access::RateBucket, exports::Exports};

/// What the audit log records of a file.
pub(crate) struct CallFileDetail {
    /// The action.
    pub(crate) action: AuditAction,
    /// The kind of file.
    pub(crate) format: &'static str,
    /// Whether the review history is in it.
    pub(crate) include_quality_history: bool,
}

impl Exports<'_> {
    /// The call a file is requested of; not found for a viewer who may not download it, and for a
    /// call without an available transcript.
    pub(crate) async fn review_for_file(
        self,
        viewer: &Viewer,
        id: CallId,
        errors: Vec<FieldError>,
    ) -> Result<Review, Error> {
        if !viewer.may(Permission::DownloadTranscripts) {
            return Err(Error::NotFound);
        }
        let review = self.0.reviews().open(viewer, id).await?;
        if !review.transcript_download {
            return Err(Error::NotFound);
        }
        if errors.is_empty() { Ok(review) } else { Err(Error::Invalid(errors)) }
    }

    /// Builds a file and records it in the audit log, within the rate limit of such files. One that
    /// could not be built or recorded is not returned and does not count.
    pub(crate) async fn audited_file(
        self,
        viewer: &Viewer,
        id: CallId,
        detail: CallFileDetail,
        build: impl Future<Output = Result<Vec<u8>, Error>>,
    ) -> Result<Vec<u8>, Error> {
        let bucket = RateBucket::Transcript(viewer);
        let events = self.0.access().take_rates(&[(bucket, self.0.limits.transcript_rate)]).await?;
        let file = async {
            let bytes = build.await?;
            self.record_file(viewer, id, detail).await?;
            Ok(bytes)
        };
        match file.await {
            Ok(bytes) => Ok(bytes),
            Err(error) => {
                self.0.db.return_rate(&events).await?;
                Err(error)
            }
        }
    }

    async fn record_file(
        self,
        viewer: &Viewer,
        id: CallId,
        file: CallFileDetail,
    ) -> Result<(), Error> {
        let detail = json!({
            "format": file.format,
            "include_quality_history": file.include_quality_history,
        });
        let mut tx = self.0.db.begin().await?;
        self.0.audit().record(&mut tx, viewer, file.action, id, &detail, None).await?;
        tx.commit().await
    }
}
