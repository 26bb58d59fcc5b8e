//! The log of a failed job.

use earshot_testkit::Log;
use serde_json::Value;

use crate::harness::Site;

fn errors(log: &Log) -> Vec<Value> {
    let text = log.text();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["level"] == "ERROR").collect()
}

/// On one thread, so that the log of this test is its own.
#[tokio::test]
async fn an_internal_error_is_logged_once_with_its_cause_in_the_span_of_the_job() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    // With a single dispatcher, an event that another test's thread reaches first would be disabled
    // for every thread.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let site = Site::sqlite().await;
    site.sql("ALTER TABLE recording_links RENAME TO gone").await;
    site.backend.worker().unwrap().run_due().await.unwrap();
    let errors = errors(&log);
    assert_eq!(errors.len(), 1, "{errors:?}");
    let (span, cause) = (&errors[0]["span"], errors[0]["fields"]["cause"].as_str().unwrap());
    assert_eq!((&span["name"], &span["kind"]), (&"job".into(), &"housekeeping".into()));
    assert!(cause.contains("recording_links"), "{cause}");
    let waits =
        format!("SELECT count(*) FROM jobs WHERE id = {} AND state = 'queued'", span["job_id"])
            .replace('"', "'");
    assert_eq!(site.numbers(&waits).await, [1]);
    site.drop_database().await;
}
