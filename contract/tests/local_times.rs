//! Local times that a day has twice or never: windows of downloads, days, and starts of legs.

use std::collections::BTreeMap;

use earshot_backend::{ApiClient, readers::IncomingCall};
use earshot_domain::Role;
use earshot_testkit::{call, calls_from_legs, instant, leg_with};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde_json::{Value, json};

use crate::{
    harness::{Person, Site},
    pbx_api::{authenticate, client, legs},
};

crate::on_both_databases!(
    windows_of_an_hour_hold_each_call_of_a_day_once,
    a_time_that_occurs_twice_is_the_earlier_at_a_start_and_the_later_at_an_end,
    a_day_of_the_list_is_the_day_of_its_zone,
    a_leg_that_comes_later_settles_the_start_of_its_call,
    legs_leave_as_far_apart_as_they_were,
    a_file_in_another_display_format_adds_to_a_stored_call,
);

/// Days on which clocks change in 2026, with their half hours.
const DAYS: [(&str, &str, i64); 8] = [
    ("Europe/London", "2026-03-29", 46),
    ("Europe/London", "2026-10-25", 50),
    ("Australia/Lord_Howe", "2026-10-04", 47),
    ("Australia/Lord_Howe", "2026-04-05", 49),
    ("America/Santiago", "2026-09-06", 46),
    ("America/Santiago", "2026-04-04", 50),
    ("Asia/Beirut", "2026-03-29", 46),
    ("Asia/Beirut", "2026-10-24", 50),
];

/// A tenant in a zone, its admin and its PBX client.
async fn tenant(site: &Site, slug: &str, zone: &str) -> (Person, ApiClient) {
    site.backend.tenants().add(slug, slug, zone).await.unwrap();
    site.backend.tenants().add_project(slug, "desk", "Desk").await.unwrap();
    let admin = site.person(slug, Role::ClientAdmin, &["desk"]).await;
    let holder = authenticate(site, &client(site, &admin, &["desk"]).await).await;
    (admin, holder)
}

/// Calls at the first and the last millisecond of each half hour of a day, and just outside of it.
fn calls_around(day: &str, zone: &str, halves: i64) -> Vec<IncomingCall> {
    let zone = TimeZone::get(zone).unwrap();
    let start = day.parse::<Date>().unwrap().to_zoned(zone).unwrap().timestamp();
    let half = SignedDuration::from_mins(30);
    let edges = (0..=halves).flat_map(|n| {
        let edge = start + half * i32::try_from(n).unwrap();
        [edge - SignedDuration::from_millis(1), edge]
    });
    let call = |(at, n): (Timestamp, u32)| IncomingCall { started_at: at, ..call(n) };
    edges.zip(1..).map(call).collect()
}

/// Times of the calls' summaries in the files of some windows of a day.
async fn counted(
    site: &Site,
    holder: &ApiClient,
    windows: &[(String, String)],
) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (start, end) in windows {
        for leg in legs(site, holder, &[("start_time", start), ("end_time", end)]).await {
            *found.entry(leg["ai_summary"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    found
}

async fn windows_of_an_hour_hold_each_call_of_a_day_once(site: &Site) {
    for (number, (zone, day, halves)) in DAYS.into_iter().enumerate() {
        let slug = format!("zone-{number}");
        let (_, holder) = tenant(site, &slug, zone).await;
        let calls = calls_around(day, zone, halves);
        let of_day: BTreeMap<String, usize> = calls[1..calls.len() - 1]
            .iter()
            .map(|call| (call.summary.clone().unwrap(), 1))
            .collect();
        assert_eq!(of_day.len(), 2 * usize::try_from(halves).unwrap());
        site.project_ingest(&slug, "desk").await.ingest(calls).await.unwrap();
        let at = |clock: &str| format!("{} {clock}", day.replace('-', "/"));
        let hour = |hour: u32| (at(&format!("{hour:02}:00:00")), at(&format!("{hour:02}:59:59")));
        let hours: Vec<_> = (0..24).map(hour).collect();
        assert_eq!(counted(site, &holder, &hours).await, of_day, "{zone} {day}");
        let whole = [(at("00:00:00"), at("23:59:59"))];
        assert_eq!(counted(site, &holder, &whole).await, of_day, "{zone} {day}");
    }
}

async fn a_time_that_occurs_twice_is_the_earlier_at_a_start_and_the_later_at_an_end(site: &Site) {
    let (_, holder) = tenant(site, "london", "Europe/London").await;
    let at = |text: &str, n| IncomingCall { started_at: instant(text), ..call(n) };
    let calls = vec![at("2026-10-25T00:30:00Z", 1), at("2026-10-25T01:30:00.999Z", 2)];
    site.project_ingest("london", "desk").await.ingest(calls).await.unwrap();
    let time = "2026/10/25 01:30:00".to_owned();
    let found = counted(site, &holder, &[(time.clone(), time)]).await;
    assert_eq!(found.len(), 2);
    // From the first ten to two to the second ten past one.
    let reversed = ("2026/10/25 01:50:00".to_owned(), "2026/10/25 01:10:00".to_owned());
    assert!(counted(site, &holder, &[reversed]).await.is_empty());
}

async fn a_day_of_the_list_is_the_day_of_its_zone(site: &Site) {
    for (number, (zone, day, halves)) in DAYS.into_iter().enumerate() {
        let slug = format!("zone-{number}");
        let (admin, _) = tenant(site, &slug, zone).await;
        let calls = calls_around(day, zone, halves);
        site.project_ingest(&slug, "desk").await.ingest(calls).await.unwrap();
        let page = site.list(&admin, &format!("from={day}&to={day}")).await;
        assert_eq!(page.matched, u64::try_from(2 * halves).unwrap(), "{zone} {day}");
    }
}

/// A leg of a call in the hour that London has twice.
fn leg(number: u32, time: &str, line: Option<&str>) -> Value {
    let said = |at: &str| {
        json!({"source_number": "7000", "content": "Hello",
               "timestamp": instant(at).as_millisecond()})
    };
    leg_with(&json!({
        "uid": "twice", "leg_id": format!("twice-{number}"), "leg": number, "time": time,
        "call_duration": 60, "talk_duration": 57, "ai_summary": "",
        "ai_transcription": line.map(said).into_iter().collect::<Vec<_>>(),
    }))
}

async fn start_of_the_call(site: &Site, admin: &Person) -> String {
    let page = site.list(admin, "").await;
    assert_eq!(page.rows.len(), 1);
    page.rows[0].started.rfc3339.clone()
}

async fn a_leg_that_comes_later_settles_the_start_of_its_call(site: &Site) {
    let zone = "Europe/London";
    let admin = site.admin().await;
    let first = leg(1, "2026/10/25 01:20:00", None);
    site.ingest(calls_from_legs(std::slice::from_ref(&first), zone)).await;
    assert_eq!(start_of_the_call(site, &admin).await, "2026-10-25T01:20:00+01:00");
    // What began before the leg of the second hour may have begun in either.
    let last = leg(0, "2026/10/25 01:19:00", Some("2026-10-25T01:19:05Z"));
    let ingest = site.project_ingest("harbour", "front-desk").await;
    ingest.ingest(calls_from_legs(&[last], zone)).await.unwrap();
    let page = site.list(&admin, "").await;
    assert_eq!(page.rows[0].duration_seconds, 120);
}

async fn legs_leave_as_far_apart_as_they_were(site: &Site) {
    let zone = "Europe/London";
    let (admin, holder) = tenant(site, "london", zone).await;
    let both = [leg(1, "2026/10/25 01:50:00", None), leg(2, "2026/10/25 01:10:00", None)];
    let ingest = site.project_ingest("london", "desk").await;
    ingest.ingest(calls_from_legs(&both, zone)).await.unwrap();
    assert_eq!(start_of_the_call(site, &admin).await, "2026-10-25T01:50:00+01:00");
    let found = legs(site, &holder, &[]).await;
    let times: Vec<&str> = found.iter().map(|leg| leg["time"].as_str().unwrap()).collect();
    assert_eq!(times, ["2026/10/25 01:50:00", "2026/10/25 01:10:00"]);
    let page = site.list(&admin, "").await;
    assert_eq!(page.rows[0].duration_seconds, 21 * 60);
}

async fn a_file_in_another_display_format_adds_to_a_stored_call(site: &Site) {
    let admin = site.admin().await;
    // Of a tenant that was set to another format then.
    site.ingest(calls_from_legs(&[leg(1, "06/05/2026 10:00:00", None)], "UTC")).await;
    site.ingest(calls_from_legs(&[leg(2, "2026/06/05 10:01:00", None)], "UTC")).await;
    let page = site.list(&admin, "").await;
    assert_eq!((page.rows.len(), page.rows[0].duration_seconds), (1, 120));
}
