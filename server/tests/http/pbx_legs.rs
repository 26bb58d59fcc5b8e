//! Call legs by id over the PBX interface: their transcripts and summaries.

use earshot_testkit::{call, example_leg, leg_with};
use serde_json::{Value, json};

use crate::{
    harness::{ADMIN, LATE, RIVAL, TestApp, encoded},
    pbx::{ask, site},
    pbx_tokens::{client, token},
};

const LEG: &str = "20260509214921-8AA6D";
const SECOND: &str = "20260509214934-BBBBB";

async fn get(app: &TestApp, token: &str, interface: &str, parameters: &[(&str, &str)]) -> Value {
    let parameters: Vec<_> =
        parameters.iter().map(|(name, value)| format!("&{name}={}", encoded(value))).collect();
    let address = format!("/openapi/v2.0/cdr/{interface}?access_token={token}");
    let answer = ask(app, &format!("{address}{}", parameters.concat())).await;
    assert_eq!((answer.status.as_u16(), answer.header("referrer-policy")), (200, "no-referrer"));
    answer.json()
}

async fn contexts(app: &TestApp, token: &str, parameters: &[(&str, &str)]) -> Value {
    get(app, token, "getaicontext", parameters).await
}

async fn summary(app: &TestApp, token: &str, parameters: &[(&str, &str)]) -> Value {
    get(app, token, "getaisummary", parameters).await
}

/// The transcript of a leg in an answer, line by line.
fn lines_of(answer: &Value, leg: &str) -> Vec<String> {
    let context = answer["data"][leg]["context"].as_array().unwrap();
    context.iter().map(|line| line["content"].as_str().unwrap().to_owned()).collect()
}

/// The example call with a second leg without a transcript.
async fn two_legs() -> TestApp {
    let later = json!({"leg_id": SECOND, "leg": 2, "time": "2026/05/09 21:49:34",
        "call_from": "7000", "call_to": "1001", "ai_transcription": null, "ai_summary": " "});
    site(&[example_leg(), leg_with(&later)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_transcript_of_a_leg_has_the_vendors_structure() {
    let app = two_legs().await;
    let raw = token(&app, &client(&app, ADMIN, &[("scope", "transcripts:raw")]).await).await;
    let found = contexts(&app, &raw, &[("cdr_ids", &format!("{LEG}, {SECOND}"))]).await;
    let line = |n: u8, content: &str, timestamp: i64, duration: i64, number: &str| {
        json!({"id": format!("{LEG}-{n}"), "content": content, "created_at": timestamp / 1000,
            "timestamp": timestamp, "duration": duration, "source_number": number,
            "type": "speak", "avatar": "", "name": ""})
    };
    let expected = json!({"errcode": 0, "errmsg": "SUCCESS", "offset": -1, "data": {
        "leg_1": {"context": [
            line(1, "Hi", 1_778_334_561_705, 0, "7000"),
            line(2, "My number is +12025550123", 1_778_334_565_000, 2, "3200"),
        ]},
        "leg_2": {"context": []},
    }});
    assert_eq!(found, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_counted_through_the_legs_and_words_narrow_them() {
    let said_later = json!([
        {"source_number": "7000", "content": "Guten Morgen", "timestamp": null},
        {"source_number": "1001", "content": "hi again"},
    ]);
    let later = json!({"leg_id": SECOND, "leg": 2, "time": "2026/05/09 21:49:34",
        "ai_transcription": said_later});
    let app = site(&[example_leg(), leg_with(&later)]).await;
    let raw = token(&app, &client(&app, ADMIN, &[("scope", "transcripts:raw")]).await).await;
    let both = format!("{LEG},{SECOND}");
    let mut found = Vec::new();
    let mut next = 1;
    while next != -1 {
        let page = [("cdr_ids", both.as_str()), ("limit", "3"), ("offset", &next.to_string())];
        let page = contexts(&app, &raw, &page).await;
        found.push((lines_of(&page, "leg_1").len(), lines_of(&page, "leg_2").len()));
        next = page["offset"].as_i64().unwrap();
    }
    assert_eq!(found, [(2, 1), (0, 1)]);
    let full = [("cdr_ids", both.as_str()), ("limit", "4"), ("offset", "1")];
    assert_eq!(contexts(&app, &raw, &full).await["offset"], -1);
    let beyond = [("cdr_ids", both.as_str()), ("limit", "4"), ("offset", "9")];
    let beyond = contexts(&app, &raw, &beyond).await;
    assert_eq!((lines_of(&beyond, "leg_1").len(), &beyond["offset"]), (0, &json!(-1)));
    let words = [("cdr_ids", both.as_str()), ("search_value", "HI")];
    let words = contexts(&app, &raw, &words).await;
    assert_eq!(
        (lines_of(&words, "leg_1"), lines_of(&words, "leg_2")),
        (vec!["Hi".to_owned()], vec!["hi again".to_owned()])
    );
    assert_eq!(words["data"]["leg_2"]["context"][0]["id"], format!("{SECOND}-2"));
    let second =
        [("cdr_ids", both.as_str()), ("search_value", "hi"), ("limit", "1"), ("offset", "2")];
    let second = contexts(&app, &raw, &second).await;
    assert_eq!((lines_of(&second, "leg_1").len(), lines_of(&second, "leg_2").len()), (0, 1));
    assert_eq!(second["offset"], -1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_without_raw_text_cannot_confirm_a_hidden_value_by_searching() {
    let app = two_legs().await;
    let plain = token(&app, &client(&app, ADMIN, &[]).await).await;
    let raw = token(&app, &client(&app, ADMIN, &[("scope", "transcripts:raw")]).await).await;
    let hidden = [("cdr_ids", LEG), ("search_value", "2025550123")];
    assert_eq!(lines_of(&contexts(&app, &raw, &hidden).await, "leg_1").len(), 1);
    assert_eq!(lines_of(&contexts(&app, &plain, &hidden).await, "leg_1").len(), 0);
    let shown = contexts(&app, &plain, &[("cdr_ids", LEG), ("search_value", "number")]).await;
    assert_eq!(lines_of(&shown, "leg_1"), ["My number is [PHONE]"]);
    assert_eq!(shown["data"]["leg_1"]["context"][0]["source_number"], "3200");
    let summary = summary(&app, &plain, &[("cdr_id", LEG), ("src_ext_id", "3200")]).await;
    assert_eq!(summary["data"]["src"]["summary"], "The caller left [PHONE].");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_is_of_the_extension_on_the_side_asked_for() {
    let app = site(&[leg_with(&json!({"ai_summary": " Bed & <b>breakfast</b> "}))]).await;
    let raw = token(&app, &client(&app, ADMIN, &[("scope", "transcripts:raw")]).await).await;
    let found = summary(&app, &raw, &[("cdr_id", LEG), ("src_ext_id", "3200")]).await;
    let id = found["data"]["src"]["id"].as_u64().unwrap();
    // The leg ended at 21:49:34 in Shanghai.
    let of = |number: &str| {
        json!({"id": id, "call_id": LEG, "summary": "Bed &amp; &lt;b&gt;breakfast&lt;/b&gt;",
            "created_at": "1778334574", "updated_at": 1_778_334_574, "avatar": "", "name": "",
            "ext_num": number})
    };
    assert_eq!(found, json!({"errcode": 0, "errmsg": "SUCCESS", "data": {"src": of("3200")}}));
    let found = summary(&app, &raw, &[("cdr_id", LEG), ("dst_ext_id", "7000")]).await;
    assert_eq!(found, json!({"errcode": 0, "errmsg": "SUCCESS", "data": {"dst": of("7000")}}));
    for side in [("src_ext_id", "7000"), ("dst_ext_id", "3200"), ("dst_ext_id", "700")] {
        let none = summary(&app, &raw, &[("cdr_id", LEG), side]).await;
        assert_eq!(none, json!({"errcode": 60001, "errmsg": "DATA NOT FOUND"}), "{side:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_have_the_vendors_codes() {
    let app = two_legs().await;
    let access = token(&app, &client(&app, ADMIN, &[]).await).await;
    let (leg, both) = (("cdr_ids", LEG), format!("{LEG},nothing"));
    for (parameters, code) in [
        (vec![], 40002),
        (vec![leg, ("limit", "10")], 40002),
        (vec![leg, ("offset", "1")], 40002),
        (vec![leg, ("limit", "10"), ("offset", "0")], 40002),
        (vec![leg, ("limit", "many"), ("offset", "1")], 40002),
        (vec![leg, ("limit", "1001"), ("offset", "1")], 40002),
        (vec![("cdr_ids", "nothing")], 60001),
        (vec![("cdr_ids", both.as_str())], 60001),
        (vec![("cdr_ids", "a\0b")], 60001),
    ] {
        let refused = contexts(&app, &access, &parameters).await;
        assert_eq!(refused["errcode"], code, "{parameters:?}");
        assert_eq!(refused.as_object().unwrap().len(), 2, "nothing beside the code: {refused}");
    }
    let (leg, one) = (("cdr_id", LEG), ("src_ext_id", "3200"));
    for (parameters, code) in [
        (vec![leg], 40002),
        (vec![one], 40002),
        (vec![leg, one, ("dst_ext_id", "7000")], 40002),
        (vec![leg, ("src_ext_id", "Ann")], 40002),
        (vec![("cdr_id", "nothing"), one], 60001),
        (vec![("cdr_id", SECOND), ("src_ext_id", "7000")], 60001),
    ] {
        assert_eq!(summary(&app, &access, &parameters).await["errcode"], code, "{parameters:?}");
    }
    for interface in ["getaicontext", "getaisummary"] {
        assert_eq!(get(&app, "guess", interface, &[]).await["errcode"], 10004);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_out_of_scope_looks_like_an_unknown_one() {
    let app = two_legs().await;
    app.ingest(vec![call(1)]).await;
    let other = app.call_ids(ADMIN).await[0].to_string();
    let own = token(&app, &client(&app, ADMIN, &[]).await).await;
    assert_eq!(contexts(&app, &own, &[("cdr_ids", &other)]).await["errcode"], 0);
    let project = [("kind", "pbx_client"), ("scope", "calls:read"), ("project_id", "after-hours")];
    let late = app.create_key(LATE, &project).await;
    for stranger in [late, client(&app, RIVAL, &[]).await] {
        let stranger = token(&app, &stranger).await;
        for id in [LEG, &other] {
            let nothing = contexts(&app, &stranger, &[("cdr_ids", "nothing")]).await;
            assert_eq!(contexts(&app, &stranger, &[("cdr_ids", id)]).await, nothing);
            assert_eq!(nothing["errcode"], 60001);
            let asked = [("cdr_id", id), ("src_ext_id", "3200")];
            assert_eq!(summary(&app, &stranger, &asked).await, nothing);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_of_another_source_is_the_leg_of_its_own_id() {
    let app = TestApp::new().await;
    app.ingest(vec![call(1)]).await;
    let id = app.call_ids(ADMIN).await[0].to_string();
    let access = token(&app, &client(&app, ADMIN, &[]).await).await;
    let found = contexts(&app, &access, &[("cdr_ids", &id)]).await;
    assert_eq!(lines_of(&found, "leg_1"), ["Good morning", "I would like an appointment"]);
    let asked = [("cdr_id", id.as_str()), ("dst_ext_id", "+442079460100")];
    assert_eq!(summary(&app, &access, &asked).await["data"]["dst"]["summary"], "c001");
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_of_a_client_are_audited_without_their_text() {
    let app = two_legs().await;
    let access = token(&app, &client(&app, ADMIN, &[]).await).await;
    contexts(&app, &access, &[("cdr_ids", LEG), ("search_value", "secret words")]).await;
    summary(&app, &access, &[("cdr_id", LEG), ("src_ext_id", "3200")]).await;
    let (log, broken) = app.backend.audit().log("harbour").await.unwrap();
    let last: Vec<_> = log.iter().rev().take(2).map(|event| event.subject.as_str()).collect();
    assert_eq!((last, broken), (vec!["cdr/getaisummary", "cdr/getaicontext"], None));
    assert!(log.iter().rev().take(2).all(|event| event.action == "pbx.downloaded"));
    assert!(!app.database_contains("secret words"));
}
