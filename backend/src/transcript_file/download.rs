//! Who may take a transcript away, and what is noted of it.

use earshot_domain::{AuditAction, CallId, TranscriptFormat, TranscriptQuery};
use serde_json::json;

use super::{document::TranscriptDocument, txt};
use crate::{Backend, Error, Viewer, file_name::CallFile};

/// A transcript as a file.
pub struct TranscriptFile {
    /// What kind of file it is.
    pub format: TranscriptFormat,
    /// Its name; ASCII letters, digits, `-`, `_` and `.` only.
    pub file_name: String,
    /// The whole of it.
    pub bytes: Vec<u8>,
}

impl Backend {
    /// The transcript file of a call. Whoever may not have it, and a call without a transcript to
    /// read, get what a call that does not exist gets. Nothing is given before it is audited.
    pub async fn transcript_file(
        &self,
        viewer: &Viewer,
        id: CallId,
        query: TranscriptQuery,
    ) -> Result<TranscriptFile, Error> {
        if !viewer.role.downloads_transcripts() {
            return Err(Error::NotFound);
        }
        let review = self.review(viewer, id).await?;
        if !review.transcript_download {
            return Err(Error::NotFound);
        }
        if !query.errors.is_empty() {
            return Err(Error::Invalid(query.errors));
        }
        let bucket = format!("transcript {} {}", viewer.tenant.id, viewer.user_id);
        let taken = self.take_rates(&[(bucket, self.limits.transcript_rate)]).await?;
        let document = TranscriptDocument::new(&review, query.include_quality_history);
        let file = TranscriptFile {
            format: query.format,
            file_name: CallFile::of(viewer, &review).name("transcript", query.format.as_str()),
            bytes: match query.format {
                TranscriptFormat::Txt => txt::write(&document),
            },
        };
        if let Err(error) = self.note_download(viewer, id, &query).await {
            self.db.give_rate_back(&taken).await?;
            return Err(error);
        }
        Ok(file)
    }

    async fn note_download(
        &self,
        viewer: &Viewer,
        id: CallId,
        query: &TranscriptQuery,
    ) -> Result<(), Error> {
        let detail = json!({
            "format": query.format,
            "include_quality_history": query.include_quality_history,
        });
        let mut tx = self.db.begin().await?;
        let action = AuditAction::TranscriptDownloaded;
        self.record(&mut tx, viewer, action, &id.to_string(), &detail, None).await?;
        tx.commit().await
    }
}
