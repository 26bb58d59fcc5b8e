//! Tests of mappings of other JSON reports.

use serde_json::{Value, json};

use super::{
    MappingSpec,
    mapping::{own_record, value_fault},
};

fn spec() -> MappingSpec {
    toml::from_str(
        r#"
        when = { "/event" = ["ended", "analysed"] }
        fixed = { channel = "voice" }
        [fields]
        source_id = "/call/id"
        started_at = "/call/began"
        total_seconds = "/call/length"
        status = "/call/result"
        "customer.name" = "/call/who/name"
        [values.status]
        ok = "completed"
        "*" = "missed"
        [transcript]
        turns = "/call/lines"
        speaker = "/by"
        text = "/words"
        at = "/when"
        agent = ["bot"]
        caller = ["human"]
        "#,
    )
    .unwrap()
}

#[test]
fn a_report_is_read_by_its_mapping() {
    let report = json!({"event": "ended", "call": {
        "id": 7, "began": 1_793_899_868, "length": 12.4, "result": "OK", "who": {"name": "Ann"},
        "lines": [
            {"by": "bot", "words": "Hello", "when": 1_793_899_869},
            {"by": "human", "words": "Hi"}, {"by": "line", "words": "beep"}, {"by": "bot"},
        ],
    }});
    let expected = json!({
        "channel": "voice", "source_id": "7", "started_at": "2026-11-05T17:31:08Z",
        "total_seconds": 12, "status": "completed", "source_status": "OK", "customer": {"name": "Ann"},
        "transcript": {"turns": [
            {"speaker": "agent", "text": "Hello", "at": "2026-11-05T17:31:09Z"},
            {"speaker": "caller", "text": "Hi"},
            {"speaker": "system", "text": "beep"},
        ]},
    });
    assert_eq!(own_record(&spec(), &report), Ok(Some(expected)));
}

#[test]
fn values_that_are_no_words_of_ours_are_found_before_any_report() {
    assert_eq!(value_fault(&spec()), None);
    let with = |field: &str, word: &str| {
        let mut spec = spec();
        let words = spec.values.entry(field.to_owned()).or_default();
        words.insert("answered".to_owned(), word.to_owned());
        value_fault(&spec)
    };
    let fault = with("status", "done").unwrap();
    assert!(fault.starts_with("status = \"done\": `status` must be one of"), "{fault}");
    assert!(with("channel", "phone").is_some() && with("sentiment", "glad").is_some());
    assert!(with("csat.rating", "good").is_some() && with("total_seconds", "long").is_some());
    assert_eq!(with("csat.rating", "5"), None);
    assert_eq!(with("total_seconds", "60"), None);
    let mut fixed = spec();
    fixed.fixed.insert("direction".to_owned(), json!("in"));
    assert!(value_fault(&fixed).unwrap().starts_with("direction = \"in\""));
}

#[test]
fn other_events_do_not_count_and_other_words_are_taken_by_the_star() {
    assert_eq!(own_record(&spec(), &json!({"event": "started"})), Ok(None));
    let report = json!({"event": "analysed", "call": {"result": "busy"}});
    assert_eq!(own_record(&spec(), &report).unwrap().unwrap()["status"], "missed");
}

/// The turns of a report by a mapping, as speaker, text and time.
pub(super) fn turns(
    spec: &MappingSpec,
    report: &Value,
) -> Result<Vec<(String, String, Value)>, String> {
    let record = own_record(spec, report)?.unwrap();
    let turns = record["transcript"]["turns"].as_array().unwrap().clone();
    let text = |turn: &Value, field: &str| turn[field].as_str().unwrap().to_owned();
    let time = |turn: &Value| match (turn.get("at"), turn.get("offset_ms")) {
        (Some(at), None) => at.clone(),
        (None, offset) => offset.cloned().unwrap_or_default(),
        both => panic!("{both:?}"),
    };
    Ok(turns.iter().map(|turn| (text(turn, "speaker"), text(turn, "text"), time(turn))).collect())
}

/// A mapping whose lines are timed so.
fn timed(at: &str) -> String {
    format!(
        "[fields]\nsource_id = \"/id\"\n[transcript]\nturns = \"/lines\"\nspeaker = \"/who\"\n\
         text = \"/text\"\nat = {at}\nagent = [\"A\"]\ncaller = [\"B\"]\n"
    )
}

/// The time of a line, as our own format has it.
fn time(at: &str, value: &Value) -> Result<Value, String> {
    let report = json!({"id": 1, "lines": [{"who": "A", "text": "Hello", "t": value}]});
    let spec: MappingSpec = toml::from_str(&timed(at)).unwrap();
    turns(&spec, &report).map(|turns| turns[0].2.clone())
}

#[test]
fn times_of_lines_are_what_the_mapping_says() {
    let start_s = r#"{ path = "/t", unit = "s", from = "start" }"#;
    let start_ms = r#"{ path = "/t", unit = "ms", from = "start" }"#;
    let epoch_s = r#"{ path = "/t", unit = "s", from = "epoch" }"#;
    let epoch_ms = r#"{ path = "/t", unit = "ms", from = "epoch" }"#;
    for (at, value, expected) in [
        (start_s, json!(0), json!(0)),
        (start_s, json!(4), json!(4000)),
        (start_s, json!(4.25), json!(4250)),
        (start_s, json!("4.25"), json!(4250)),
        (start_s, json!(3605), json!(3_605_000)),
        (start_ms, json!(0), json!(0)),
        (start_ms, json!(1500), json!(1500)),
        (start_ms, json!(-20), json!(-20)),
        (epoch_s, json!(1_781_263_601.5), json!("2026-06-12T11:26:41.5Z")),
        (epoch_ms, json!(1_781_263_601_500_i64), json!("2026-06-12T11:26:41.5Z")),
        (epoch_s, json!(4), json!("1970-01-01T00:00:04Z")),
        (r#""/t""#, json!(1_781_263_601.5), json!("2026-06-12T11:26:41.5Z")),
        (r#""/t""#, json!(1_781_263_601_500_i64), json!("2026-06-12T11:26:41.5Z")),
        (r#""/t""#, json!("2026-06-12T13:26:41+02:00"), json!("2026-06-12T11:26:41Z")),
    ] {
        assert_eq!(time(at, &value), Ok(expected), "{at} {value}");
        for nothing in [Value::Null, json!(" ")] {
            assert_eq!(time(at, &nothing), Ok(Value::Null), "{at}");
        }
    }
}

#[test]
fn a_time_that_is_not_what_the_mapping_says_is_refused_in_words() {
    for small in [json!(0), json!(4), json!(4.25), json!(1500), json!(86_400_000), json!("11")] {
        let refused = time(r#""/t""#, &small).unwrap_err();
        let advice = r#"at = { path = "/t", unit = "s", from = "start" }"#;
        assert!(refused.starts_with("`/t` of a line is too small a number"), "{small} {refused}");
        assert!(refused.ends_with(advice), "{small} {refused}");
    }
    let counted = r#"{ path = "/t", unit = "s", from = "start" }"#;
    for (at, value, expected) in [
        (counted, json!("0:04"), "`/t` of a line must be a number"),
        (counted, json!(true), "`/t` of a line must be a number"),
        (r#""/t""#, json!("soon"), "`/t` of a line must be an instant"),
        (r#""/t""#, json!({}), "`/t` of a line must be an instant"),
    ] {
        assert_eq!(time(at, &value), Err(expected.to_owned()), "{value}");
    }
}

#[test]
fn an_incomplete_description_of_a_time_is_no_mapping() {
    for at in [
        "7",
        r#"{ path = "/t" }"#,
        r#"{ path = "/t", unit = "s" }"#,
        r#"{ path = "/t", unit = "min", from = "start" }"#,
        r#"{ path = "/t", unit = "s", from = "end" }"#,
        r#"{ path = "/t", unit = "s", from = "start", since = 0 }"#,
    ] {
        let refused = toml::from_str::<MappingSpec>(&timed(at)).unwrap_err().to_string();
        assert!(
            refused.contains("a JSON pointer to an instant, or { path, unit, from }"),
            "{refused}"
        );
    }
}
