//! Refusals of an export before it begins, which use up no allowance.

use earshot_backend::{Limits, Rate};
use earshot_domain::{ExportState, ProblemCode, Role};
use earshot_testkit::calls;
use jiff::SignedDuration;

use crate::harness::{Site, export, read_export, records, refusal};

crate::on_both_databases!(
    too_many_calls_are_refused_with_their_count,
    no_matching_call_is_refused,
    calls_that_are_all_gone_make_no_file,
    wrong_values_and_unknown_fields_are_refused_by_name,
    sensitive_options_are_for_admins_with_a_reason,
    only_exports_that_began_count_for_the_rate,
    each_person_has_a_rate_of_their_own,
);

async fn too_many_calls_are_refused_with_their_count(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(12)).await;
    let small = site.with_limits(Limits { export_calls: 11, ..Limits::default() }).await;
    let error = export(&small, &admin.viewer, "").await.err().unwrap().problem();
    assert_eq!((error.code, error.matched), (ProblemCode::TooManyResults, Some(12)));
    assert!(error.detail.contains("12") && error.detail.contains("11"), "{}", error.detail);
    let exact = site.with_limits(Limits { export_calls: 12, ..Limits::default() }).await;
    assert_eq!(records(export(&exact, &admin.viewer, "").await.unwrap()).await.len(), 12);
    assert_eq!(Limits::default().export_calls, 10_000);
}

async fn no_matching_call_is_refused(site: &Site) {
    let admin = site.admin().await;
    assert_eq!(refusal(site.export(&admin, "").await), ProblemCode::NoMatches);
    site.ingest(calls(3)).await;
    assert_eq!(refusal(site.export(&admin, "status=missed").await), ProblemCode::NoMatches);
    assert!(site.streamed_exports(&admin).await.is_empty());
    assert!(site.backend.exports().running_export(&admin.viewer).await.unwrap().is_none());
}

async fn calls_that_are_all_gone_make_no_file(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(3)).await;
    // The count still sees the calls, and the first batch finds none of their texts: what a
    // deletion between the two does.
    site.sql("DELETE FROM one_line_transcripts").await;
    let error = site.export(&admin, "").await.err().unwrap().problem();
    assert_eq!((error.code, error.matched), (ProblemCode::EmptyExport, Some(3)));
    let history = site.streamed_exports(&admin).await;
    let last = &history[0].progress;
    assert_eq!((last.state, last.written, last.omitted), (ExportState::Empty, 0, 3));
    assert!(site.backend.exports().running_export(&admin.viewer).await.unwrap().is_none());
}

async fn wrong_values_and_unknown_fields_are_refused_by_name(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(3)).await;
    for (query, code, field) in [
        ("status=gone", ProblemCode::InvalidValue, "status"),
        ("from=2026-02-30", ProblemCode::InvalidValue, "from"),
        ("from=2026-06-01T10:00:00", ProblemCode::InvalidValue, "from"),
        ("from=2026-06-02&to=2026-06-01", ProblemCode::InvalidValue, "to"),
        ("caller=12", ProblemCode::InvalidValue, "caller"),
        ("q=020+7946+0018", ProblemCode::InvalidValue, "q"),
        ("bom=maybe", ProblemCode::InvalidValue, "bom"),
        ("colour=red", ProblemCode::UnknownParameter, "colour"),
        ("fields=caller", ProblemCode::UnknownParameter, "fields"),
    ] {
        let problem = site.export(&admin, query).await.err().unwrap().problem();
        assert_eq!((problem.code, problem.fields[0].field.as_str()), (code, field), "{query}");
    }
    assert!(site.streamed_exports(&admin).await.is_empty());
}

async fn sensitive_options_are_for_admins_with_a_reason(site: &Site) {
    site.ingest(calls(3)).await;
    let given = "reason_code=other&justification=asked";
    for role in [Role::ClientManager, Role::ClientStaff] {
        let person = site.person("harbour", role, &["front-desk"]).await;
        for option in ["include_caller_full", "include_entities", "include_decrypted_transcript"] {
            let problem = site
                .export(&person, &format!("{option}=on&{given}"))
                .await
                .err()
                .unwrap()
                .problem();
            assert_eq!(problem.code, ProblemCode::OptionForbidden, "{role} {option}");
            assert_eq!(problem.fields[0].field, option);
            let off = site.export(&person, &format!("{option}=off")).await.unwrap();
            assert_eq!(records(off).await.len(), 3);
        }
    }
    let admin = site.admin().await;
    for (query, field) in [
        ("include_caller_full=on&justification=asked", "reason_code"),
        ("include_caller_full=on&reason_code=other", "justification"),
        ("include_caller_full=on&reason_code=other&justification=+", "justification"),
        ("include_caller_full=on&reason_code=fun&justification=asked", "reason_code"),
        ("include_entities=on&reason_code=other", "justification"),
        ("include_decrypted_transcript=on&justification=asked", "reason_code"),
    ] {
        let problem = site.export(&admin, query).await.err().unwrap().problem();
        let found = (problem.code, problem.fields[0].field.as_str());
        assert_eq!(found, (ProblemCode::InvalidValue, field), "{query}");
    }
}

async fn only_exports_that_began_count_for_the_rate(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(12)).await;
    site.one_call_a_batch().await;
    let rate = Rate { events: 3, seconds: 600 };
    let backend = site.with_limits(Limits { export_rate: rate, ..Limits::default() }).await;
    let small =
        site.with_limits(Limits { export_rate: rate, export_calls: 1, ..Limits::default() }).await;
    let viewer = &admin.viewer;
    for _ in 0..4 {
        assert_eq!(
            refusal(export(&backend, viewer, "status=failed").await),
            ProblemCode::NoMatches
        );
        assert_eq!(refusal(export(&small, viewer, "").await), ProblemCode::TooManyResults);
        assert_eq!(refusal(export(&backend, viewer, "status=x").await), ProblemCode::InvalidValue);
    }
    let running = export(&backend, viewer, "").await.unwrap();
    for _ in 0..4 {
        assert_eq!(refusal(export(&backend, viewer, "").await), ProblemCode::AlreadyInProgress);
    }
    read_export(running).await;
    for _ in 0..2 {
        assert_eq!(records(export(&backend, viewer, "").await.unwrap()).await.len(), 12);
    }
    for _ in 0..3 {
        let problem = export(&backend, viewer, "").await.err().unwrap().problem();
        assert_eq!(problem.code, ProblemCode::RateLimited);
        assert_eq!(problem.retry_after, Some(600));
    }
    site.clock.advance(SignedDuration::from_millis(599_999));
    assert_eq!(refusal(export(&backend, viewer, "").await), ProblemCode::RateLimited);
    site.clock.advance(SignedDuration::from_millis(1));
    assert_eq!(records(export(&backend, viewer, "").await.unwrap()).await.len(), 12);
}

async fn each_person_has_a_rate_of_their_own(site: &Site) {
    let (one, other) = (site.admin().await, site.admin().await);
    site.ingest(calls(2)).await;
    let rate = Rate { events: 1, seconds: 600 };
    let backend = site.with_limits(Limits { export_rate: rate, ..Limits::default() }).await;
    for person in [&one, &other] {
        assert_eq!(records(export(&backend, &person.viewer, "").await.unwrap()).await.len(), 2);
        let again = export(&backend, &person.viewer, "").await;
        assert_eq!(refusal(again), ProblemCode::RateLimited);
    }
}
