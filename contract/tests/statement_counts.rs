//! Statements that a use case costs, counted in the driver's log.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use earshot_backend::Ingested;
use earshot_testkit::calls;
use tracing::{Event, Subscriber};
use tracing_subscriber::{
    layer::{Context, Layer, SubscriberExt},
    registry::LookupSpan,
};

use crate::harness::Site;

/// Counts the statements that the driver logs.
#[derive(Clone, Default)]
struct Statements(Arc<AtomicUsize>);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

mod postgres {
    use super::*;

    /// On one thread, so that the log of this test is its own.
    #[tokio::test]
    async fn unchanged_calls_cost_few_statements() {
        let statements = Statements::default();
        let subscriber = tracing_subscriber::registry().with(statements.clone());
        let _guard = tracing::subscriber::set_default(subscriber);
        // With a single dispatcher, an event that another test's thread reaches first would be
        // disabled for every thread.
        let _second = tracing::Dispatch::new(tracing_subscriber::registry());
        let site = Site::postgres().await;
        let ingest = site.project_ingest("harbour", "front-desk").await;
        ingest.ingest(calls(100)).await.unwrap();
        let before = statements.0.load(Ordering::Relaxed);
        assert!(before > 20, "the driver logs its statements: {before}");
        let again = ingest.ingest(calls(100)).await.unwrap();
        assert!(again.iter().all(|call| call.ingested == Ingested::Unchanged));
        let count = statements.0.load(Ordering::Relaxed) - before;
        assert!((1..=10).contains(&count), "{count}");
        site.drop_database().await;
    }
}
