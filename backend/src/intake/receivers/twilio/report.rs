//! Twilio's Voice Intelligence: a report names a transcript, which is fetched with its call.

use serde_json::{Value, json};

use super::{
    super::{
        TwilioSpec,
        field::{OwnCall, time, turn},
    },
    api::Api,
};
use crate::Error;

/// The event of a transcript that is ready.
const READY: &str = "voice_intelligence_transcript_available";

/// A call with everything it was made of, as its own record.
pub(in super::super) struct Fetched {
    pub(in super::super) own_call: Value,
    pub(in super::super) record: Value,
}

/// The call of a report; `None` for a report of anything else.
///
/// # Errors
/// [`Error::Upstream`] while Twilio does not answer; it reports again then.
pub(in super::super) async fn fetched(
    spec: &TwilioSpec,
    secret: &str,
    report: &Value,
) -> Result<Option<Fetched>, Error> {
    let sid = report["transcript_sid"].as_str().filter(|sid| is_sid(sid));
    let (Some(sid), true) = (sid, report["event_type"] == READY) else { return Ok(None) };
    let api = Api::new(spec, secret)?;
    let transcript = api.transcript(sid).await?;
    let sentences = api.sentences(sid).await?;
    let source = transcript.pointer("/channel/media_properties/source_sid");
    let recording = match source.and_then(Value::as_str) {
        Some(recording) if recording.starts_with("RE") => api.recording(recording).await?,
        _ => Value::Null,
    };
    let named = [&recording["call_sid"], &transcript["customer_key"]];
    let named = named.into_iter().filter_map(Value::as_str).find(|sid| sid.starts_with("CA"));
    let call = match named {
        Some(call) => api.call(call).await?,
        None => Value::Null,
    };
    let own_call = own_call(&transcript, &sentences, &recording, &call);
    let record = json!({
        "report": report, "transcript": transcript, "sentences": sentences,
        "recording": recording, "call": call,
    });
    Ok(Some(Fetched { own_call, record }))
}

/// Twilio's ids: letters and digits, so that none can lead elsewhere in an address.
pub(super) fn is_sid(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn own_call(transcript: &Value, sentences: &[Value], recording: &Value, made: &Value) -> Value {
    let mut call = OwnCall::default();
    call.copy("source_id", made, &["/sid"]);
    if !call.has("source_id") {
        call.copy("source_id", transcript, &["/sid"]);
    }
    call.copy("started_at", made, &["/start_time", "/date_created"]);
    if !call.has("started_at") {
        call.copy("started_at", transcript, &["/media_start_time", "/date_created"]);
    }
    call.copy("ended_at", made, &["/end_time"]);
    let lengths = [&made["duration"], &recording["duration"], &transcript["duration"]];
    let length = lengths.into_iter().find(|length| !matches!(length.as_str(), None | Some("")));
    call.set("total_seconds", length.unwrap_or(&transcript["duration"]).clone());
    call.set_missing("total_seconds", 0);
    // Where no call is named there was one, or nothing could be transcribed.
    let status = made["status"].as_str().unwrap_or("completed");
    call.set("source_status", status);
    call.set(
        "status",
        match status {
            "completed" => "completed",
            "busy" | "no-answer" | "canceled" => "missed",
            "failed" => "failed",
            _ => "unknown",
        },
    );
    call.set("channel", "voice");
    let direction = match made["direction"].as_str() {
        Some("inbound" | "trunking-originating") => "inbound",
        Some("trunking-terminating") => "outbound",
        Some(other) if other.starts_with("outbound") => "outbound",
        _ => "unknown",
    };
    call.set("direction", direction);
    call.copy("caller", made, &["/from"]);
    call.copy("callee", made, &["/to"]);
    let people = People::new(transcript, direction);
    call.set("agent", people.name("Agent"));
    call.set("customer.name", people.name("Customer"));
    let theirs = if direction == "outbound" { "/to" } else { "/from" };
    call.copy("customer.phone", made, &[theirs]);
    call.set("transcript.turns", turns(sentences, &[recording, transcript, made], &people));
    let recording = recording["sid"].as_str().map(|sid| format!("{sid}.wav"));
    call.set("recording.file_name", recording);
    call.into_value()
}

/// Who is on which channel of the recording.
struct People<'a> {
    listed: Vec<&'a Value>,
    direction: &'a str,
}

impl<'a> People<'a> {
    fn new(transcript: &'a Value, direction: &'a str) -> Self {
        let listed = transcript.pointer("/channel/participants").and_then(Value::as_array);
        Self { listed: listed.into_iter().flatten().collect(), direction }
    }

    fn name(&self, role: &str) -> Option<&'a str> {
        let has = |person: &&&Value| {
            person["role"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(role))
        };
        self.listed.iter().find(has)?["full_name"].as_str()
    }

    /// The first channel of a recording is that of the leg the call began with: the caller's.
    fn speaker(&self, channel: &Value) -> &'static str {
        let listed = self.listed.iter().find(|person| person["channel_participant"] == *channel);
        match listed.and_then(|person| person["role"].as_str()) {
            Some(role) if role.eq_ignore_ascii_case("agent") => "agent",
            Some(role) if role.eq_ignore_ascii_case("customer") => "caller",
            _ if (*channel == 1) == (self.direction != "outbound") => "caller",
            _ => "agent",
        }
    }
}

/// What was said, in order; its times count from the start of the recording, which may begin after
/// the call.
fn turns(sentences: &[Value], starts: &[&Value; 3], people: &People<'_>) -> Vec<Value> {
    let place =
        |from: &&Value| time(&from["start_time"]).or_else(|| time(&from["media_start_time"]));
    let start = starts.iter().find_map(place).and_then(|time| time.parse().ok());
    let start = start.map(|start: jiff::Timestamp| start.as_millisecond());
    let said = |sentence: &Value| {
        let after = &sentence["start_time"];
        let after = after.as_f64().or_else(|| after.as_str()?.parse().ok());
        let at = start.zip(after);
        #[expect(clippy::cast_precision_loss, reason = "a time of this century is exact")]
        let at = at.map(|(start, after)| json!(start as f64 + after * 1000.0));
        turn(people.speaker(&sentence["media_channel"]), sentence["transcript"].as_str(), at)
    };
    let mut ordered: Vec<&Value> = sentences.iter().collect();
    ordered.sort_by_key(|sentence| sentence["sentence_index"].as_i64());
    ordered.into_iter().filter_map(said).collect()
}
