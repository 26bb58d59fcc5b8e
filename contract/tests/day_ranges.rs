//! Date ranges: whole days in the tenant's time zone, and exact instants.

use earshot_backend::readers::IncomingCall;
use earshot_domain::Role;
use earshot_testkit::{call, instant};

use crate::harness::{Site, records, summaries};

crate::on_both_databases!(
    a_day_has_23_hours_when_clocks_go_forward,
    a_day_has_25_hours_when_clocks_go_back,
    instants_include_their_start_and_exclude_their_end,
    each_tenant_has_its_own_days,
    reversed_and_impossible_ranges_are_named,
    times_are_written_with_the_zones_offset,
);

/// Calls that began at these instants, with the summaries `c001` and on.
fn calls_at(instants: &[&str]) -> Vec<IncomingCall> {
    let call = |(text, n): (&&str, u32)| IncomingCall { started_at: instant(text), ..call(n) };
    instants.iter().zip(1..).map(call).collect()
}

async fn a_day_has_23_hours_when_clocks_go_forward(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls_at(&[
        "2026-03-28T23:59:59.999Z",
        "2026-03-29T00:00:00Z",
        "2026-03-29T22:59:59.999Z",
        "2026-03-29T23:00:00Z",
    ]))
    .await;
    let page = site.list(&admin, "from=2026-03-29&to=2026-03-29&sort=oldest").await;
    assert_eq!(summaries(&page), ["c002", "c003"]);
    assert_eq!(summaries(&site.list(&admin, "from=2026-03-30").await), ["c004"]);
    assert_eq!(summaries(&site.list(&admin, "to=2026-03-28").await), ["c001"]);
}

async fn a_day_has_25_hours_when_clocks_go_back(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls_at(&[
        "2026-10-24T22:59:59.999Z",
        "2026-10-24T23:00:00Z",
        "2026-10-25T23:59:59.999Z",
        "2026-10-26T00:00:00Z",
    ]))
    .await;
    let page = site.list(&admin, "from=2026-10-25&to=2026-10-25&sort=oldest").await;
    assert_eq!(summaries(&page), ["c002", "c003"]);
}

async fn instants_include_their_start_and_exclude_their_end(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls_at(&[
        "2026-06-01T10:00:00Z",
        "2026-06-01T10:59:59.999Z",
        "2026-06-01T11:00:00Z",
    ]))
    .await;
    let query = "from=2026-06-01T11:00:00%2B01:00&to=2026-06-01T11:00:00Z&sort=oldest";
    assert_eq!(summaries(&site.list(&admin, query).await), ["c001", "c002"]);
    let nothing = "from=2026-06-01T10:00:00Z&to=2026-06-01T10:00:00Z";
    assert_eq!(site.list(&admin, nothing).await.matched, 0);
}

async fn each_tenant_has_its_own_days(site: &Site) {
    // In Kolkata the day begins five and a half hours before London's.
    site.backend.tenants().add("far", "Far", "Asia/Kolkata").await.unwrap();
    site.backend.tenants().add_project("far", "desk", "Desk").await.unwrap();
    let far = site.person("far", Role::ClientAdmin, &["desk"]).await;
    let calls = calls_at(&["2026-01-01T18:29:59Z", "2026-01-01T18:30:00Z"]);
    site.project_ingest("far", "desk").await.ingest(calls).await.unwrap();
    assert_eq!(summaries(&site.list(&far, "from=2026-01-02").await), ["c002"]);
}

async fn reversed_and_impossible_ranges_are_named(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls_at(&["2026-06-01T10:00:00Z"])).await;
    for (query, field) in [
        ("from=2026-06-02&to=2026-06-01", "to"),
        ("from=2026-06-01T11:00:00Z&to=2026-06-01T10:00:00Z", "to"),
        ("from=2026-06-03&to=2026-06-01T10:00:00Z", "to"),
        ("from=2026-02-30", "from"),
        ("from=2026-06-01T10:00:00", "from"),
        ("to=2026-06-01T99:00:00Z", "to"),
    ] {
        let page = site.list(&admin, query).await;
        let fields: Vec<&str> = page.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!((fields, page.rows.len()), (vec![field], 0), "{query}");
    }
}

async fn times_are_written_with_the_zones_offset(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls_at(&["2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"])).await;
    let page = site.list(&admin, "sort=oldest").await;
    let listed: Vec<&str> = page.rows.iter().map(|row| row.started.rfc3339.as_str()).collect();
    assert_eq!(listed, ["2026-03-29T00:59:59+00:00", "2026-03-29T02:00:00+01:00"]);
    let file = records(site.export(&admin, "sort=oldest").await.unwrap()).await;
    assert_eq!([file[0][2].as_str(), file[1][2].as_str()], listed[..]);
}
