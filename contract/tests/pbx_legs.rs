//! Lookup of call legs by id, in whichever order they were imported.

use earshot_backend::{ApiClient, Db, PbxError, readers::IncomingCall};
use earshot_domain::{PbxCode, Role};
use earshot_testkit::{call, calls_from_legs, leg_with};
use serde_json::{Value, json};

use crate::{
    call_legs::leg,
    harness::Site,
    pbx_api::{authenticate, client},
};

crate::on_both_databases!(
    each_leg_of_a_call_is_found_however_it_came,
    calls_stored_before_legs_were_known_by_their_ids_are_found_too,
    a_leg_id_of_two_calls_is_not_found,
);

const NOT_FOUND: PbxError = PbxError(PbxCode::DataNotFound);

/// A call of one leg, whose transcript is its `uid`.
fn call_of_one_leg(uid: &str, leg_id: &str) -> Vec<IncomingCall> {
    let words = json!([{"source_number": "7000", "content": uid}]);
    let leg = leg_with(&json!({"uid": uid, "leg_id": leg_id, "ai_transcription": words}));
    calls_from_legs(&[leg], "UTC")
}

/// The transcript of a leg.
async fn transcript_of(site: &Site, holder: &ApiClient, leg_id: &str) -> Result<String, PbxError> {
    let pairs = [("cdr_ids".to_owned(), leg_id.to_owned())];
    let found = site.backend.pbx().contexts(holder, &pairs).await?;
    let found: Value = serde_json::to_value(&found).unwrap();
    Ok(found["data"]["leg_1"]["context"][0]["content"].as_str().unwrap().to_owned())
}

async fn each_leg_of_a_call_is_found_however_it_came(site: &Site) {
    let admin = site.admin().await;
    let holder = authenticate(site, &client(site, &admin, &["front-desk"]).await).await;
    site.ingest(vec![leg("u1", 1, "NO ANSWER"), leg("u2", 1, "ANSWERED")]).await;
    assert_eq!(transcript_of(site, &holder, "u1-2").await, Err(NOT_FOUND));
    site.ingest(vec![leg("u1", 2, "ANSWERED"), leg("u1", 1, "NO ANSWER")]).await;
    for (leg_id, word) in [("u1-1", "word1"), ("u1-2", "word2"), ("u2-1", "word1")] {
        assert_eq!(transcript_of(site, &holder, leg_id).await, Ok(word.to_owned()), "{leg_id}");
    }
    assert_eq!(site.numbers("SELECT count(*) FROM call_legs").await, [3]);
}

async fn calls_stored_before_legs_were_known_by_their_ids_are_found_too(site: &Site) {
    let admin = site.admin().await;
    let holder = authenticate(site, &client(site, &admin, &["front-desk"]).await).await;
    // Stored when ids of legs had no bound.
    let mut long = call_of_one_leg("u3", "short").remove(0);
    long.details.legs[0].leg_id = "x".repeat(300);
    site.ingest(vec![leg("u1", 1, "NO ANSWER"), leg("u2\0", 1, "ANSWERED"), long, call(1)]).await;
    site.ingest(vec![leg("u1", 2, "ANSWERED")]).await;
    let filled = site.numbers("SELECT count(*) FROM call_legs").await;
    site.sql("DROP TABLE call_legs").await;
    site.sql(match &site.db {
        Db::Sqlite { .. } => include_str!("../../backend/migrations/sqlite/0007_call_legs.sql"),
        Db::Postgres(_) => include_str!("../../backend/migrations/postgres/0007_call_legs.sql"),
    })
    .await;
    assert_eq!(filled, [2]);
    for (leg_id, word) in [("u1-1", "word1"), ("u1-2", "word2")] {
        assert_eq!(transcript_of(site, &holder, leg_id).await, Ok(word.to_owned()), "{leg_id}");
    }
    assert_eq!(transcript_of(site, &holder, "u2\0-1").await, Err(NOT_FOUND));
}

async fn a_leg_id_of_two_calls_is_not_found(site: &Site) {
    site.ingest(call_of_one_leg("first", "same")).await;
    let late = site.project_ingest("harbour", "after-hours").await;
    late.ingest(call_of_one_leg("second", "same")).await.unwrap();
    let both = ["front-desk", "after-hours"];
    let admin = site.person("harbour", Role::ClientAdmin, &both).await;
    // A key that reaches one of the two calls finds one leg of that id.
    for (projects, found) in [
        (&both[..1], Ok("first".to_owned())),
        (&both[1..], Ok("second".to_owned())),
        (&both[..], Err(NOT_FOUND)),
    ] {
        let holder = authenticate(site, &client(site, &admin, projects).await).await;
        assert_eq!(transcript_of(site, &holder, "same").await, found, "{projects:?}");
    }
}
