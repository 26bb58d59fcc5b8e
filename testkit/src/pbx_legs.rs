//! Call legs in the JSON of the PBX, and the calls read from them.

use earshot_backend::readers::{Format, IncomingCall};
use serde_json::{Value, json};

use crate::read_calls;

/// The example of the vendor's page, with a second speaker and a number to redact.
pub fn example_leg() -> Value {
    json!({
        "uid": "20260509214921EFE9A", "leg_id": "20260509214921-8AA6D", "leg": 1,
        "time": "2026/05/09 21:49:21", "call_type": "Internal", "call_from": "3200",
        "call_to": "7000", "status": "ANSWERED", "call_duration": 13, "ring_duration": 3,
        "talk_duration": 10, "hold_duration": 0,
        "ai_transcription": [
            {"source_number": "7000", "content": "Hi", "timestamp": 1_778_334_561_705_i64, "duration": 0},
            {"source_number": "3200", "content": "My number is +12025550123",
             "timestamp": 1_778_334_565_000_i64, "duration": 2},
        ],
        "ai_summary": "The caller left +12025550123.",
    })
}

/// The example leg with these fields changed.
pub fn leg_with(changes: &Value) -> Value {
    let mut leg = example_leg();
    for (name, value) in changes.as_object().unwrap() {
        leg[name] = value.clone();
    }
    leg
}

/// Reads the calls of a file with these legs, whose times are in a zone.
pub fn calls_from_legs(legs: &[Value], zone: &str) -> Vec<IncomingCall> {
    read_calls(Format::Pbx, &json!(legs), zone)
}
