//! Tests of the mappings that docs/receivers.md has for transcription services, with the structure of
//! their transcripts and invented contents.

use serde_json::{Value, json};

use super::{MappingSpec, mapping::own_record, mapping_tests::turns};

/// A mapping of docs/receivers.md, by the name of its receiver.
fn documented(name: &str) -> MappingSpec {
    let page = include_str!("../../../../docs/receivers.md");
    let blocks = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let named = format!("name = \"{name}\"");
    let block = blocks.into_iter().find(|block| block.contains(&named)).unwrap();
    let file: toml::Table = toml::from_str(block).unwrap();
    file["receiver"][0]["mapping"].clone().try_into().unwrap()
}

fn line(speaker: &str, text: &str, offset_ms: i64) -> (String, String, Value) {
    (speaker.to_owned(), text.to_owned(), json!(offset_ms))
}

#[test]
fn transcripts_of_elevenlabs_are_mapped() {
    let report = json!({"type": "post_call_transcription", "event_timestamp": 1_781_263_700, "data": {
        "agent_id": "agent_1", "conversation_id": "conv_1", "status": "done",
        "transcript": [
            {"role": "agent", "message": "Good morning.", "tool_calls": [], "time_in_call_secs": 0},
            {"role": "user", "message": "Is the pool open?", "time_in_call_secs": 4},
            {"role": "agent", "message": null, "tool_calls": [{}], "time_in_call_secs": 7},
            {"role": "agent", "message": "From nine to five.", "time_in_call_secs": 11},
        ],
        "metadata": {
            "start_time_unix_secs": 1_781_263_600, "call_duration_secs": 64,
            "phone_call": {"external_number": "+447700900130"},
        },
        "analysis": {"call_successful": "success", "transcript_summary": "Asked for pool hours."},
    }});
    let mapping = documented("elevenlabs");
    let expected = [
        line("agent", "Good morning.", 0),
        line("caller", "Is the pool open?", 4000),
        line("agent", "From nine to five.", 11_000),
    ];
    assert_eq!(turns(&mapping, &report).unwrap(), expected);
    let record = own_record(&mapping, &report).unwrap().unwrap();
    assert_eq!((&record["source_id"], &record["status"]), (&json!("conv_1"), &json!("completed")));
    assert_eq!(
        (&record["total_seconds"], &record["caller"]),
        (&json!(64), &json!("+447700900130"))
    );
    assert_eq!(record["started_at"], "2026-06-12T11:26:40Z");
}

#[test]
fn transcripts_of_deepgram_are_mapped() {
    let said = |speaker: u32, start: f64, text: &str| {
        json!({"start": start, "end": start + 2.0, "confidence": 0.9, "channel": 0,
               "transcript": text, "words": [], "speaker": speaker, "id": "u"})
    };
    let report = json!({
        "metadata": {
            "request_id": "3f0c", "created": "2026-06-12T11:30:00.000Z", "duration": 25.93,
            "channels": 1,
            "extra": {"call_id": "call-7", "started_at": "2026-06-12T11:26:40Z"},
        },
        "results": {"channels": [], "utterances": [
            said(0, 0.32, "Good morning."), said(1, 4.25, "A table for two, please."),
        ]},
    });
    let mapping = documented("deepgram");
    let expected =
        [line("agent", "Good morning.", 320), line("caller", "A table for two, please.", 4250)];
    assert_eq!(turns(&mapping, &report).unwrap(), expected);
    let record = own_record(&mapping, &report).unwrap().unwrap();
    assert_eq!((&record["source_id"], &record["total_seconds"]), (&json!("call-7"), &json!(26)));
}

#[test]
fn transcripts_of_assemblyai_are_mapped() {
    let said = |speaker: &str, start: u32, text: &str| {
        json!({"speaker": speaker, "start": start, "end": start + 900, "confidence": 0.95,
               "text": text, "words": []})
    };
    let report = json!({
        "call": {"id": "call-8", "started_at": "2026-06-12T11:26:40Z", "from": "+447700900131"},
        "transcript": {"id": "6a1b", "status": "completed", "audio_duration": 281, "utterances": [
            said("A", 570, "Front desk, hello."), said("B", 3740, "Hello, about my booking."),
        ]},
    });
    let mapping = documented("assemblyai");
    let expected = [
        line("agent", "Front desk, hello.", 570),
        line("caller", "Hello, about my booking.", 3740),
    ];
    assert_eq!(turns(&mapping, &report).unwrap(), expected);
    let mut failed = report.clone();
    failed["transcript"]["status"] = json!("error");
    assert_eq!(own_record(&mapping, &failed), Ok(None));
}

#[test]
fn transcripts_of_contact_lens_are_mapped() {
    let said = |who: &str, begin: u32, text: &str| {
        json!({"ParticipantId": who, "Id": "s", "BeginOffsetMillis": begin,
               "EndOffsetMillis": begin + 1200, "Content": text, "Sentiment": "NEUTRAL"})
    };
    let report = json!({
        "contact": {
            "ContactId": "c-9", "Channel": "VOICE", "InitiationMethod": "INBOUND",
            "InitiationTimestamp": "2026-06-12T11:26:40Z",
            "DisconnectTimestamp": "2026-06-12T11:27:44Z",
            "CustomerEndpoint": {"Address": "+447700900132", "Type": "TELEPHONE_NUMBER"},
            "Agent": {"Username": "marina"},
        },
        "analysis": {
            "Channel": "VOICE", "JobStatus": "COMPLETED", "LanguageCode": "en-GB",
            "CustomerMetadata": {"ContactId": "c-9"},
            "Participants": [
                {"ParticipantId": "AGENT", "ParticipantRole": "AGENT"},
                {"ParticipantId": "CUSTOMER", "ParticipantRole": "CUSTOMER"},
            ],
            "Transcript": [
                said("AGENT", 0, "Good morning."), said("CUSTOMER", 4250, "I lost my key."),
            ],
        },
    });
    let mapping = documented("contact-lens");
    let expected = [line("agent", "Good morning.", 0), line("caller", "I lost my key.", 4250)];
    assert_eq!(turns(&mapping, &report).unwrap(), expected);
    let record = own_record(&mapping, &report).unwrap().unwrap();
    assert_eq!((&record["direction"], &record["agent"]), (&json!("inbound"), &json!("marina")));
    assert_eq!(record["ended_at"], "2026-06-12T11:27:44Z");
}
