//! Export of a conversation: looked up, masked, audited, and returned with a link to its recording.

use earshot_domain::{AuditAction, CallId, ConversationRequest};
use jiff::{Timestamp, fmt::strtime};
use serde_json::json;

use super::{
    build::DecryptedCall,
    document::{Conversation, Document, ExportMetadata, IncludedData, Recording, Summary},
    rights::Exporter,
};
use crate::{
    Error,
    access::{RateBucket, moment},
    partners::Talkifai,
    privacy::{redaction_marks::Marks, source_names::stored_forms},
    recordings::RecordingLink,
    store::ReviewRecord,
};

/// A conversation as a file.
pub struct ExportedConversation {
    /// Its name, `conversation-{id}-{date}.json`; ASCII letters, digits, `-`, `_` and `.` only.
    pub file_name: String,
    /// The JSON.
    pub bytes: Vec<u8>,
}

/// Maximum length of the id in a file's name.
const MAX_ID_LENGTH: usize = 100;

impl Talkifai<'_> {
    /// Exports a conversation, identified by its call's id or its source id. `base_url` is this
    /// server's URL, for the link to the recording.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that does not exist, is out of scope, or has an ambiguous source
    /// id.
    pub async fn export(
        self,
        exporter: &Exporter,
        request: &ConversationRequest,
        base_url: &str,
    ) -> Result<ExportedConversation, Error> {
        let record = match self.named_call(exporter, &request.conversation_id).await {
            Err(Error::NotFound) => {
                return Err(self.refused(exporter, &request.conversation_id).await?);
            }
            found => found?,
        };
        if exporter.is_person() {
            let bucket = RateBucket::Transcript(&exporter.viewer);
            self.0.access().take_rates(&[(bucket, self.0.limits.transcript_rate)]).await?;
        }
        let (bytes, link) = self.document(exporter, request, &record, base_url).await?;
        let included = included(request);
        let detail = json!({
            "format": "billing-session-v1",
            "included": included,
            "raw_text": exporter.raw_text,
            "full_callers": exporter.full_callers,
        });
        let mut tx = self.0.db.begin().await?;
        if let Some(link) = &link {
            self.0.recordings().store_link(&mut tx, &exporter.viewer, record.call.id, link).await?;
        }
        let action = AuditAction::ConversationExported;
        self.0
            .audit()
            .record(&mut tx, &exporter.viewer, action, record.call.id, &detail, None)
            .await?;
        tx.commit().await?;
        let date = strtime::format("%Y-%m-%d", self.0.clock.now()).map_err(Error::internal)?;
        let id = file_name_part(&request.conversation_id);
        Ok(ExportedConversation { file_name: format!("conversation-{id}-{date}.json"), bytes })
    }

    /// Records that a conversation was asked for that the exporter may not see, or that does not exist.
    /// Only a call's id is recorded: a source's own may hold a person's number.
    async fn refused(self, exporter: &Exporter, name: &str) -> Result<Error, Error> {
        let subject = name.parse::<CallId>().map_or("conversation".to_owned(), |id| id.to_string());
        let address = "/api/export/conversation";
        self.0.access().record_refusal(&exporter.viewer, address, &subject, 404).await?;
        Ok(Error::NotFound)
    }

    async fn named_call(self, exporter: &Exporter, name: &str) -> Result<ReviewRecord, Error> {
        let viewer = &exporter.viewer;
        if let Ok(id) = name.parse::<CallId>() {
            match self.0.calls().record(viewer, id).await {
                Err(Error::NotFound) => {}
                found => return found,
            }
        }
        let ids = stored_forms(&viewer.tenant.key, name);
        let named = self.0.db.calls_of_source(&viewer.scope(), None, &ids).await?;
        let [only] = named.as_slice() else { return Err(Error::NotFound) };
        self.0.calls().record(viewer, *only).await
    }

    async fn document(
        self,
        exporter: &Exporter,
        request: &ConversationRequest,
        record: &ReviewRecord,
        base_url: &str,
    ) -> Result<(Vec<u8>, Option<RecordingLink>), Error> {
        let viewer = &exporter.viewer;
        let id = record.call.id;
        let sealed = self.0.db.sealed_call(id).await?.ok_or(Error::NotFound)?;
        let opened = DecryptedCall::new(&viewer.tenant.key, record, &sealed, exporter.raw_text)?;
        let details = opened.details.clone();
        let mut conversation = opened.conversation()?;
        let linked = self.0.recordings().link(viewer, id, &details).await?;
        let marks = self.0.db.redaction_marks(viewer.tenant.id, &[id]).await?.remove(&id);
        let marks = Marks::open(&viewer.tenant.key, &marks.unwrap_or_default())?;
        exporter.mask(&mut conversation, &marks);
        // What there is, whether or not it was requested.
        let summary = summary(&conversation, linked.exists, linked.link.is_some());
        let link = linked.link.filter(|_| request.include_recording);
        conversation.recording =
            link.as_ref().map(|link| recording(&conversation, id, link, base_url)).transpose()?;
        if !request.include_transcript {
            conversation.transcript = None;
        }
        if !request.include_analysis {
            conversation.post_call_analysis = None;
        }
        let document = Document {
            export_metadata: ExportMetadata {
                exported_at: instant(self.0.now_ms())?,
                organization_id: viewer.tenant.slug.as_str(),
                conversation_id: &request.conversation_id,
                data_version: "1.1",
                export_type: "single_conversation",
                included_data: included(request),
                schema_version: "billing-session-v1",
            },
            conversation,
            summary,
        };
        Ok((serde_json::to_vec_pretty(&document)?, link))
    }
}

const fn included(request: &ConversationRequest) -> IncludedData {
    IncludedData {
        transcript: request.include_transcript,
        analysis: request.include_analysis,
        recording: request.include_recording,
    }
}

/// Summary of the parts that exist; a call with a caller's number is a telephony call
/// (docs/compatibility.md#decision-telephony-call).
fn summary(conversation: &Conversation, has_recording: bool, available: bool) -> Summary {
    let transcript = conversation.transcript.as_ref();
    let calls = transcript.and_then(|transcript| transcript.function_calls.as_array());
    Summary {
        has_transcript: transcript.is_some(),
        has_analysis: conversation.post_call_analysis.is_some(),
        has_recording,
        has_function_calls: calls.is_some_and(|calls| !calls.is_empty()),
        recording_available: available,
        duration: conversation.duration.clone(),
        call_completed: !conversation.end_time.is_null(),
        is_telephony_call: !conversation.caller_phone.is_null(),
        has_billing_info: !conversation.base_cost.is_null() || !conversation.total_cost.is_null(),
    }
}

fn recording(
    conversation: &Conversation,
    id: CallId,
    link: &RecordingLink,
    base_url: &str,
) -> Result<Recording, Error> {
    let kind = link.content_type.rsplit('/').next().unwrap_or_default().replace("mpeg", "mp3");
    let source = conversation.recording.as_ref();
    let own = |field: Option<&serde_json::Value>| field.filter(|value| value.is_string()).cloned();
    Ok(Recording {
        id: own(source.map(|source| &source.id)).unwrap_or_else(|| format!("rec_{id}").into()),
        file_name: own(source.map(|source| &source.file_name))
            .unwrap_or_else(|| format!("recordings/{id}.{kind}").into()),
        signed_url: format!("{base_url}{}", link.path).into(),
        url_expiry: instant(link.expires_at)?.into(),
        created_at: instant(link.stored_at)?.into(),
        available: true,
    })
}

/// Formats a time as in this structure: UTC, to the second.
pub(super) fn instant(milliseconds: i64) -> Result<String, Error> {
    let moment: Timestamp = moment(milliseconds)?;
    strtime::format("%Y-%m-%dT%H:%M:%SZ", moment).map_err(Error::internal)
}

/// An id as part of a file's name.
fn file_name_part(id: &str) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '_' };
    id.chars().take(MAX_ID_LENGTH).map(allowed).collect()
}
