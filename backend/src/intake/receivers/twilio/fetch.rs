//! Fetching of the transcript and call that a report of Twilio's Voice Intelligence names.

use serde_json::{Value, json};

use super::{
    super::{TwilioSpec, values::fields},
    api::Api,
    call::{Resources, call},
    resources::{Recording, Report, Transcript},
};
use crate::{Error, intake::readers::IncomingCall};

/// The event of a transcript that is ready.
const READY: &str = "voice_intelligence_transcript_available";

/// The call of a report; `None` for a report of anything else.
///
/// # Errors
/// [`Error::Upstream`] while Twilio does not answer; it retries the report. [`Error::Invalid`] for a
/// call that cannot be read.
pub(in super::super) async fn fetched_call(
    spec: &TwilioSpec,
    secret: &str,
    report: &Value,
) -> Result<Option<IncomingCall>, Error> {
    let Report { event_type, transcript_sid: sid } = fields(report);
    if *event_type != READY || !is_sid(&sid) {
        return Ok(None);
    }
    let api = Api::new(spec, secret)?;
    let transcript = api.transcript(&sid).await?;
    let sentences = api.sentences(&sid).await?;
    let Transcript { channel, customer_key, .. } = fields(&transcript);
    let recording_sid = &channel.media_properties.source_sid;
    let recording = if recording_sid.starts_with("RE") {
        api.recording(recording_sid).await?
    } else {
        Value::Null
    };
    let Recording { call_sid, .. } = fields(&recording);
    let named = [call_sid.as_deref(), customer_key.as_deref()].into_iter().flatten();
    let made = match named.into_iter().find(|sid| sid.starts_with("CA")) {
        Some(sid) => api.call(sid).await?,
        None => Value::Null,
    };
    let resources = Resources {
        transcript: fields(&transcript),
        sentences: sentences.iter().map(fields).collect(),
        recording: fields(&recording),
        call: fields(&made),
    };
    let record = json!({
        "report": report, "transcript": transcript, "sentences": sentences,
        "recording": recording, "call": made,
    });
    let call = call(&resources, serde_json::to_vec(&record)?);
    call.map(Some).map_err(|reason| Error::field("body", reason))
}

/// Whether a text is one of Twilio's ids: letters and digits, so that none changes a URL's path.
pub(super) fn is_sid(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
