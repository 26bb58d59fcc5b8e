//! Files of calls at the command line: legs, local times, repetitions and call logs.

use serde_json::json;

use super::site::{Site, assert_call};

const LONDON: &str = "Europe/London";

#[tokio::test(flavor = "multi_thread")]
async fn phones_that_ring_at_the_same_time_are_one_answered_call() {
    let site = Site::new(LONDON);
    site.take("pbx", &[], "ring-groups.json", "2 imported, 0 extended, 0 unchanged");
    let calls = site.calls().await;
    // Four phones ring for 6 s and the second is answered for 300 s; the others are no missed calls.
    assert_call(
        &calls["20260610090000AAAA1"],
        &json!({
            "status": "completed", "agent": "1002", "total_seconds": 306, "ring_seconds": 6,
            "talk_seconds": 300, "started_at": "2026-06-10T09:00:00+01:00",
            "ended_at": "2026-06-10T09:05:06+01:00", "caller": "+447700900101",
        }),
    );
    // A queue of 80 s, in which ten phones ring four times.
    assert_call(
        &calls["20260610093000BBBB1"],
        &json!({
            "status": "completed", "total_seconds": 80, "talk_seconds": 80,
            "started_at": "2026-06-10T09:30:00+01:00", "ended_at": "2026-06-10T09:31:20+01:00",
        }),
    );
    assert_eq!(calls.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn legs_of_calls_at_the_same_time_stay_with_their_calls() {
    let site = Site::new(LONDON);
    site.take("pbx", &[], "mixed-legs.json", "2 imported, 2 extended, 0 unchanged");
    let calls = site.calls().await;
    assert_call(
        &calls["20260610100000CCCC1"],
        &json!({
            "status": "completed", "agent": "1001", "total_seconds": 80, "talk_seconds": 73,
            "started_at": "2026-06-10T10:00:00+01:00", "ended_at": "2026-06-10T10:01:20+01:00",
            "caller": "+447700900103",
        }),
    );
    assert_call(
        &calls["20260610100000CCCC2"],
        &json!({
            "status": "completed", "total_seconds": 60, "caller": "+447700900104",
            "started_at": "2026-06-10T10:00:05+01:00", "ended_at": "2026-06-10T10:01:05+01:00",
        }),
    );
    assert_eq!(calls.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn clocks_that_are_put_back_by_half_an_hour_are_understood() {
    let site = Site::new("Australia/Lord_Howe");
    site.take("pbx", &[], "lord-howe.json", "3 imported, 0 extended, 0 unchanged");
    let calls = site.calls().await;
    // On that day 01:45 happens twice, and nothing says which was meant: the first.
    for (id, start) in [
        ("20260405003000EEEE2", "2026-04-05T00:00:00+11:00"),
        ("20260405014500EEEE1", "2026-04-05T01:45:00+11:00"),
        ("20260405235959EEEE3", "2026-04-05T23:59:59+10:30"),
    ] {
        assert_call(&calls[id], &json!({"started_at": start, "total_seconds": 60}));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_of_twelve_hours_begins_the_day_and_the_afternoon_at_twelve() {
    let site = Site::new(LONDON);
    // Days come first: the file has a 13 in the first place, which no month has. So 06/11 is in November.
    let months_first = ["--date-order", "mdy", "--clock-face", "12"];
    let errors = site.refuse("pbx", &months_first, "twelve-hours.json");
    assert!(errors.contains("--date-order must be dmy"), "{errors}");
    let days_first = ["--date-order", "dmy", "--clock-face", "12"];
    let (code, counts, errors) = site.import("pbx", &days_first, "twelve-hours.json");
    assert_eq!(code, Some(2));
    assert_eq!(counts, "4 imported, 0 extended, 0 unchanged, 1 refused");
    // A time with dots is of no display format, and costs its record only.
    assert!(errors.contains("record 5: `time` must be like"), "{errors}");
    let calls = site.calls().await;
    for (id, start) in [
        ("20260611120000FFFF1", "2026-11-06T00:05:00+00:00"),
        ("20260611120000FFFF2", "2026-11-06T12:05:00+00:00"),
        ("20260611120000FFFF3", "2026-11-06T23:00:00+00:00"),
        ("20260611120000FFFF4", "2026-06-13T23:00:00+01:00"),
    ] {
        assert_call(&calls[id], &json!({"started_at": start}));
    }
    assert_eq!(calls.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn days_before_months_are_read_when_that_is_said_and_never_guessed() {
    let (by_option, by_tenant) = (Site::new(LONDON), Site::new(LONDON));
    by_tenant.operator.earshot(&["tenant", "set", "harbour", "--date-order", "dmy"], "");
    let errors = by_option.refuse("pbx", &[], "day-first.json");
    assert!(errors.contains("--date-order must be dmy"), "{errors}");
    assert!(by_option.calls().await.is_empty());
    let taken = "3 imported, 0 extended, 0 unchanged";
    by_option.take("pbx", &["--date-order", "dmy"], "day-first.json", taken);
    by_tenant.take("pbx", &[], "day-first.json", taken);
    for site in [by_option, by_tenant] {
        let calls = site.calls().await;
        for (id, start) in [
            ("DMY0", "2026-06-05T10:00:00+01:00"),
            ("DMY1", "2026-06-12T10:00:00+01:00"),
            ("DMY2", "2026-06-13T10:00:00+01:00"),
        ] {
            assert_call(&calls[id], &json!({"started_at": start}));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_come_twice_are_one_call() {
    let site = Site::new(LONDON);
    // 1,289 records in no order, of which 183 repeat others.
    let first = "1106 imported, 0 extended, 183 unchanged";
    site.take("ndjson", &[], "duplicates.ndjson.gz", first);
    let again = "0 imported, 0 extended, 1289 unchanged";
    site.take("ndjson", &[], "duplicates.ndjson.gz", again);
    assert_eq!(site.calls().await.len(), 1106);
}

#[tokio::test(flavor = "multi_thread")]
async fn call_logs_of_telephone_systems_need_no_mapping() {
    let site = Site::new(LONDON);
    let (taken, again) =
        ("1 imported, 0 extended, 0 unchanged", "0 imported, 0 extended, 1 unchanged");
    let errors = site.refuse("csv", &[], "3cx.csv");
    assert!(errors.contains("--date-order"), "{errors}");
    for (options, name) in
        [(&[][..], "Master.csv"), (&["--date-order", "dmy"], "3cx.csv"), (&[], "callrail.csv")]
    {
        site.take("csv", options, name, taken);
        site.take("csv", options, name, again);
    }
    let calls = site.calls().await;
    let of = |source: &str| calls.values().find(|call| call["source"] == source).unwrap();
    let start = "2026-06-18T09:00:00+01:00";
    assert_call(
        of("asterisk"),
        &json!({
            "source_id": "1781769600.1", "status": "completed", "agent": "1001",
            "caller": "+447700900140", "started_at": start, "total_seconds": 65,
            "ended_at": "2026-06-18T09:01:05+01:00", "talk_seconds": 60,
        }),
    );
    assert_call(
        of("3cx"),
        &json!({
            "source_id": "00000A", "status": "completed", "agent": "1001", "callee": "1001",
            "caller": "+447700900141", "started_at": start, "total_seconds": 49,
            "ended_at": "2026-06-18T09:00:49+01:00", "direction": "inbound",
            "end_reason": "TerminatedByDst",
        }),
    );
    assert_call(
        of("callrail"),
        &json!({
            "status": "unknown", "caller": "+447700900142", "started_at": start,
            "total_seconds": 49, "direction": "inbound",
        }),
    );
    assert_eq!(calls.len(), 3);
}
