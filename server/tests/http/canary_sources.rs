//! Records of every source with a different telephone number in every field that can hold one.

use serde_json::{Value, json};

/// A receiver for the reports below.
pub const RECEIVER: &str = r#"
    [[receiver]]
    name = "switch"
    vendor = "json"
    tenant = "harbour"
    project = "front-desk"
    secret = "a-secret-of-a-receiver"
    signature = { header = "authorization", prefix = "Bearer ", encoding = "secret" }
    [receiver.mapping]
    fixed = { status = "completed" }
    [receiver.mapping.fields]
    source_id = "/call/id"
    started_at = "/call/started"
    total_seconds = "/call/seconds"
    end_reason = "/call/reason"
    notes = "/call/notes"
    [receiver.mapping.transcript]
    turns = "/call/lines"
    speaker = "/who"
    text = "/text"
    agent = ["bot"]
    caller = ["human"]
"#;

/// Hands out numbers, all of a range reserved for fiction, and counts them.
#[derive(Default)]
pub struct Planter {
    count: u32,
    words: &'static [&'static str],
}

impl Planter {
    /// The next number.
    fn number(&mut self) -> String {
        self.count += 1;
        format!("+447700900{:03}", self.count)
    }

    /// The next number among words.
    fn text(&mut self) -> String {
        format!("Ring {} back", self.number())
    }

    /// Words that were planted by hand, and no numbers.
    pub fn of_words(words: &'static [&'static str]) -> Self {
        Self { count: 0, words }
    }

    /// Digits of every number handed out, without its country's code, and the words.
    pub fn spellings(&self) -> Vec<String> {
        let numbers = (1..=self.count).map(|n| format!("7700900{n:03}"));
        numbers.chain(self.words.iter().map(|word| (*word).to_owned())).collect()
    }

    /// How many numbers were handed out.
    pub fn count(&self) -> u32 {
        self.count
    }
}

/// JSON of a source's own making: names, values under any name, numbers, lists.
fn free_form(plant: &mut Planter) -> Value {
    let mut fields = json!({
        "at": plant.number(),
        "timestamp": plant.number(),
        "file_name": format!("{}.wav", plant.number()),
        "function": plant.text(),
        "leg_id": plant.number(),
        "list": [plant.number(), { "deep": plant.text() }],
        "plain": plant.number().trim_start_matches('+').parse::<u64>().unwrap(),
    });
    fields[plant.text()] = json!(1);
    fields
}

/// A call of our own format.
pub fn own_call(plant: &mut Planter) -> Value {
    json!({
        "source": "switch", "source_id": format!("room-{}", plant.number()),
        "started_at": "2026-06-10T09:00:00Z", "status": "completed", "total_seconds": 60,
        "end_reason": plant.text(), "source_status": plant.text(), "agent": plant.text(),
        "outcome": plant.text(), "summary": plant.text(),
        "transcript": { "turns": [
            { "speaker": "agent", "text": plant.text() },
            { "speaker": "caller", "text": format!("My number is {}.", plant.number()) },
        ] },
        "legs": [{
            "leg_id": plant.number(), "leg": 1, "status": plant.text(), "call_to": plant.number(),
            "total_seconds": 60, "ring_seconds": 0, "talk_seconds": 60, "hold_seconds": 0,
        }],
        "function_calls": [{
            "function": plant.text(), "parameters": free_form(plant), "result": free_form(plant),
            "timestamp": plant.number(),
        }],
        "analysis": free_form(plant), "transfer_destination": plant.number(),
        "csat": { "rating": 4, "comment": plant.text() }, "tags": [plant.text()],
        "skills": [plant.text()],
        "citations": [{ "title": plant.text(), "url": format!("https://a.example/{}", plant.number()) }],
        "notes": [plant.text()],
        "review_events": [{
            "event": plant.text(), "author": plant.text(), "at": "2026-06-10T10:00:00Z",
            "reason": plant.text(),
        }],
        "recording": { "file_name": format!("{}.wav", plant.number()) },
        "audience": plant.text(),
        "customer": {
            "id": plant.number(), "company": plant.text(), "identity_verified": true,
        },
    })
}

/// A conversation in TalkifAI's structure.
pub fn conversation(plant: &mut Planter) -> Value {
    let mut turn = json!({
        "speaker": "user", "text": plant.text(), "timestamp": "2026-06-10T09:00:05Z",
        "original": plant.text(), "words": [{ "word": plant.number() }],
        "caller_number": plant.number(),
    });
    turn[plant.text()] = json!(true);
    let agent = json!({
        "id": plant.number(), "name": plant.text(), "description": plant.text(),
        "model": plant.text(), "greetingMessage": plant.text(), "stt": plant.text(),
        "enabledFunctions": [plant.text()], "category": plant.text(),
        "enabledPronunciations": [{ "word": plant.text() }],
    });
    json!({ "conversation": {
        "roomName": format!("agent_{}", plant.number()), "sessionId": plant.number(),
        "agentId": plant.number(), "agentName": plant.text(), "agentModel": plant.text(),
        "keyMode": plant.text(), "agentArchitecture": plant.text(),
        "sessionType": "telephony", "sessionStatus": plant.text(), "callDirection": "inbound",
        "startTime": "2026-06-10T09:00:00Z", "endTime": "2026-06-10T09:01:00Z", "duration": 60,
        "createdAt": plant.text(), "updatedAt": plant.text(), "agent": agent,
        "transcript": {
            "raw": json!([turn]).to_string(),
            "parsed": [{
                "function": plant.text(), "parameters": free_form(plant),
                "result": free_form(plant), "timestamp": plant.number(), "extra": plant.text(),
            }],
            "createdAt": plant.text(),
        },
        "postCallAnalysis": {
            "analysisData": {
                "call_outcome": plant.text(), "call_summary": plant.text(), "more": free_form(plant),
            },
            "analyzedAt": plant.text(),
            "agent": { "id": plant.number(), "name": plant.text(), "description": plant.text() },
        },
        "recording": { "id": plant.number(), "fileName": format!("{}.wav", plant.number()) },
    } })
}

/// A leg of a PBX.
pub fn leg(plant: &mut Planter) -> Value {
    json!({
        "uid": plant.number(), "leg_id": plant.number(), "leg": 1, "time": "2026/06/10 09:00:00",
        "call_type": "Inbound", "call_from": "3200", "call_to": "7000", "status": "ANSWERED",
        "call_duration": 13, "ring_duration": 3, "talk_duration": 10, "hold_duration": 0,
        "extra": plant.text(),
        "ai_transcription": [{
            "source_number": "3200", "content": plant.text(), "timestamp": 1_781_082_000_000_i64,
            "duration": 2,
        }],
        "ai_summary": plant.text(),
    })
}

/// A report of a switch for the receiver that the test describes.
pub fn report(plant: &mut Planter) -> Value {
    json!({ "call": {
        "id": plant.number(), "started": "2026-06-10T09:00:00Z", "seconds": 60,
        "reason": plant.text(), "notes": [plant.text()],
        "lines": [{ "who": "human", "text": plant.text(), "heard": plant.text() }],
    } })
}
