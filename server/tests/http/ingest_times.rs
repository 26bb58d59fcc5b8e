//! Local times of pushed PBX legs: in the display format of the tenant or of the parameters.

use serde_json::{Value, json};

use crate::{
    harness::TestApp,
    ingest::{CALLS, NDJSON, counts, lines, push, writer},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_body_in_another_display_format_is_refused_as_a_whole() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let pbx = "application/vnd.earshot.pbx+json";
    let body = |times: &[&str]| {
        let leg = |time: &&str| {
            let id = json!({ "uid": time, "leg_id": time, "time": time });
            earshot_testkit::leg_with(&id)
        };
        times.iter().map(leg).collect::<Value>().to_string()
    };
    let day_first = body(&["05/06/2026 10:00:00", "12/06/2026 10:00:00", "13/06/2026 10:00:00"]);
    let twelve = body(&["2026/06/05 10:00:00", "2026/06/05 11:00:00 PM"]);
    for (query, body, field, advice) in [
        ("", &day_first, "date_order", "date_order must be dmy"),
        ("?date_order=mdy", &day_first, "date_order", "date_order must be dmy"),
        ("", &twelve, "clock_face", "not all written alike; clock_face must be 12"),
    ] {
        let answer = push(&app, &key, &format!("{CALLS}{query}"), pbx, body.clone()).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.starts_with(field) && detail.contains(advice), "{detail}");
    }
    // Nothing of a refused body was stored.
    let answer = push(&app, &key, &format!("{CALLS}?date_order=dmy"), pbx, day_first.clone()).await;
    assert_eq!(counts(&answer), [3, 0, 0, 0], "{}", answer.body);
    let legs: Vec<Value> = serde_json::from_str(&day_first).unwrap();
    let target = format!("{CALLS}?format=pbx&date_order=dmy&clock_face=24");
    let answer = push(&app, &key, &target, NDJSON, lines(&legs)).await;
    assert_eq!(counts(&answer), [0, 0, 3, 0], "{}", answer.body);
}
