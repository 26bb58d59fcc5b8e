//! What a background export contains: what the list shows, the chosen calls, and never a call outside
//! the scope.
//! Rule: docs/compatibility.md#askvault-selection.

use std::collections::BTreeSet;

use earshot_backend::readers::IncomingCall;
use earshot_domain::{CallDetails, CallId, ExportRequest, ProblemCode, Role};
use earshot_testkit::{call, calls};

use crate::{
    export_jobs::{csv_request, files, joined, run_due, start},
    filters::variety,
    harness::{Person, Site, parse_csv, refusal},
};

crate::on_both_databases!(
    an_export_contains_what_the_list_shows,
    chosen_calls_of_several_projects_and_no_others,
    every_required_tag_must_be_there,
);

/// Ids of the calls in the files of an export, in their order.
async fn exported(site: &Site, person: &Person, request: &ExportRequest) -> Vec<String> {
    let id = start(&site.backend, person, request).await;
    run_due(&site.backend).await;
    let file = joined(&files(&site.backend, person, id).await);
    parse_csv(&file).into_iter().map(|record| record[0].clone()).collect()
}

/// Ids of the calls that the list shows, on all its pages.
async fn listed(site: &Site, person: &Person, query: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut page = site.list(person, query).await;
    loop {
        assert!(page.errors.is_empty(), "{query}");
        ids.extend(page.rows.iter().map(|row| row.id.to_string()));
        let Some(cursor) = page.next else { return ids };
        page = site.list(person, &format!("{query}&cursor={cursor}")).await;
    }
}

async fn an_export_contains_what_the_list_shows(site: &Site) {
    let limits = earshot_backend::Limits {
        export_rate: earshot_backend::Rate { events: 1000, seconds: 600 },
        ..earshot_backend::Limits::default()
    };
    let admin = site.admin().await;
    site.ingest(variety()).await;
    site.sql("UPDATE calls SET has_recording = TRUE, recording_named = FALSE WHERE agent = 'Ines'")
        .await;
    let id = site.list(&admin, "").await.rows[0].id;
    let review = site.backend.reviews();
    review.change(&admin.viewer, id, earshot_domain::ReviewChange::Claim).await.unwrap();
    let site_backend = site.with_limits(limits).await;
    for query in [
        "from=2026-06-01&to=2026-06-01",
        "from=2026-06-01T10:00:00Z",
        "to=2026-06-01T10:00:00Z",
        "status=missed",
        "caller=0013",
        "agent=Ines",
        "outcome=resolved&outcome=unclassified",
        "sentiment=positive",
        "channel=sms&channel=chat",
        "direction=internal",
        "tag=billing&tag=none",
        "has_recording=true",
        "has_recording=not_received",
        "review_state=to_do",
        "assignee=me",
        "q=c01",
        "sort=longest",
        "tag=billing&direction=inbound&has_recording=false&sort=oldest",
    ] {
        let shown = listed(site, &admin, query).await;
        let started = start(&site_backend, &admin, &csv_request(query)).await;
        run_due(&site_backend).await;
        let file = joined(&files(&site_backend, &admin, started).await);
        let ids: Vec<String> =
            parse_csv(&file).into_iter().map(|record| record[0].clone()).collect();
        assert!(!shown.is_empty(), "{query}");
        assert_eq!(ids, shown, "{query}");
    }
}

async fn chosen_calls_of_several_projects_and_no_others(site: &Site) {
    let both = site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await;
    let desk = site.admin().await;
    let spa = site.person("rival", Role::ClientAdmin, &["lobby"]).await;
    let late = site.person("harbour", Role::ClientAdmin, &["after-hours"]).await;
    site.ingest(calls(3)).await;
    let after_hours = site.project_ingest("harbour", "after-hours").await;
    after_hours.ingest(vec![call(11), call(12)]).await.unwrap();
    site.project_ingest("rival", "lobby").await.ingest(vec![call(21)]).await.unwrap();
    let ids = async |person: &Person| -> Vec<CallId> {
        site.list(person, "").await.rows.iter().map(|row| row.id).collect()
    };
    let (here, there, foreign) = (ids(&desk).await, ids(&late).await, ids(&spa).await);
    let chosen = vec![here[0], there[1], foreign[0], CallId::new(uuid::Uuid::from_u128(7))];
    let request = ExportRequest { calls: chosen, ..csv_request("") };
    let set = |ids: &[CallId]| ids.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let of = async |person| exported(site, person, &request).await.into_iter().collect();
    let found: BTreeSet<String> = of(&both).await;
    assert_eq!(found, set(&[here[0], there[1]]));
    let found: BTreeSet<String> = of(&desk).await;
    assert_eq!(found, set(&[here[0]]));
    let found: BTreeSet<String> = of(&spa).await;
    assert_eq!(found, set(&[foreign[0]]));
    let request = ExportRequest { calls: vec![foreign[0]], ..csv_request("") };
    let refused = site.backend.exports().start(&both.viewer, &request, None).await;
    assert_eq!(refusal(refused), ProblemCode::NoMatches);
    let request = ExportRequest { calls: vec![there[0]], ..csv_request("project_id=front-desk") };
    let refused = site.backend.exports().start(&both.viewer, &request, None).await;
    assert_eq!(refusal(refused), ProblemCode::NoMatches);
}

async fn every_required_tag_must_be_there(site: &Site) {
    let admin = site.admin().await;
    let tagged = |n, tags: &[&str]| IncomingCall {
        details: CallDetails {
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..CallDetails::default()
        },
        ..call(n)
    };
    site.ingest(vec![tagged(1, &["a"]), tagged(2, &["a", "b"]), tagged(3, &["b", "a", "c"])]).await;
    let rows = site.list(&admin, "sort=oldest").await.rows;
    let ids: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
    for (tags, expected) in
        [(&["a"][..], &ids[..]), (&["a", "b"], &ids[1..]), (&["c", "a"], &ids[2..])]
    {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        let request = ExportRequest { tags, ..csv_request("sort=oldest") };
        assert_eq!(exported(site, &admin, &request).await, expected);
    }
}
