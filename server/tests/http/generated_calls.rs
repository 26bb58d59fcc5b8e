//! Generated calls, from samples with bytes changed or cut off: each push returns a result for
// every
//! call, and what is stored agrees with the results.

use std::{cell::Cell, path::Path};

use earshot_server::description;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    harness::{ADMIN, TestApp},
    ingest::{CALLS, push},
};

/// Number of bodies pushed.
const TRIES: u32 = 300;

const FILES: [&str; 3] = ["calls.ndjson", "pbx.json", "talkifai.ndjson"];
const KINDS: [&str; 7] = [
    "application/json",
    "application/x-ndjson",
    "application/vnd.earshot.pbx+json",
    "application/vnd.earshot.talkifai+json",
    "application/vnd.earshot.pbx+x-ndjson",
    "application/octet-stream",
    "text/plain",
];
const QUERIES: [&str; 5] = ["", "?format=pbx", "?format=talkifai", "?format=ndjson", "?format=x"];

/// One of our samples with bytes changed, its end cut off, or both.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/samples");
    let samples = FILES.map(|name| std::fs::read(folder.join(name)).unwrap());
    let mutations = vec((any::<Index>(), select(b"{}[]\",:\\\n0x\xff\0".to_vec())), 0..6);
    (select(samples.to_vec()), mutations, any::<Index>(), 0..3_u8).prop_map(
        |(mut sample, mutations, end, cut)| {
            for (at, byte) in mutations {
                let at = at.index(sample.len());
                sample[at] = byte;
            }
            if cut == 0 {
                sample.truncate(end.index(sample.len() + 1));
            }
            sample
        },
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn stored_calls_agree_with_the_reported_results() {
    let app = TestApp::new().await;
    let fields =
        [("scope", "calls:write"), ("project_id", "front-desk"), ("requests_per_minute", "10000")];
    let key = app.key(ADMIN, &fields).await;
    let (handle, taken, refused) =
        (tokio::runtime::Handle::current(), Cell::new(0_u64), Cell::new(0_u64));
    let answers = &description().value["paths"][CALLS]["post"]["responses"];
    let config = Config { cases: TRIES, failure_persistence: None, ..Config::default() };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let whole = (body(), select(&KINDS[..]), select(&QUERIES[..]));
    let tried = runner.run(&whole, |(body, kind, query)| {
        let target = format!("{CALLS}{query}");
        let pushed = push(&app, &key, &target, kind, body);
        let answer = tokio::task::block_in_place(|| handle.block_on(pushed));
        let status = answer.status.as_str();
        prop_assert!(answers.get(status).is_some(), "{status}: {}", answer.body);
        prop_assert!(answer.status.as_u16() < 500, "{status}: {}", answer.body);
        let report = answer.json();
        let counts = ["taken", "extended", "unchanged", "refused"];
        let counts = counts.map(|name| report[name].as_u64().unwrap_or_default());
        let listed = report["results"].as_array().map_or(0, Vec::len) as u64;
        prop_assert_eq!(counts.iter().sum::<u64>(), listed);
        taken.set(taken.get() + counts[0]);
        refused.set(refused.get() + counts[3]);
        Ok(())
    });
    tried.unwrap();
    assert!(taken.get() > 20 && refused.get() > 20, "{} {}", taken.get(), refused.get());
    let session = app.session(ADMIN).await;
    let list = app.get(&session, "/api/calls?query=project_id%3Dfront-desk").await.json();
    assert_eq!(list["matched"].as_u64(), Some(taken.get()));
}
