//! Statements that a use case costs, counted in the driver's log.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use earshot_backend::Ingested;
use earshot_domain::ListQuery;
use earshot_testkit::{call, calls};
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

/// Counts the statements of this thread until the second value is dropped.
fn counted() -> (Statements, (tracing::subscriber::DefaultGuard, tracing::Dispatch)) {
    let statements = Statements::default();
    let subscriber = tracing_subscriber::registry().with(statements.clone());
    let guard = tracing::subscriber::set_default(subscriber);
    // With a single dispatcher, an event that another test's thread reaches first would be
    // disabled for every thread.
    let second = tracing::Dispatch::new(tracing_subscriber::registry());
    (statements, (guard, second))
}

mod postgres {
    use super::*;

    /// On one thread, so that the log of this test is its own.
    #[tokio::test]
    async fn unchanged_calls_cost_few_statements() {
        let (statements, _counting) = counted();
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

    /// Each page costs as many statements for ninety calls as for ten.
    #[tokio::test]
    async fn pages_cost_the_same_statements_however_many_calls_they_show() {
        let (statements, _counting) = counted();
        let site = Site::postgres().await;
        let admin = site.admin().await;
        site.ingest(calls(10)).await;
        let costs = async || {
            let count = || statements.0.load(Ordering::Relaxed);
            let mut costs = Vec::new();
            let before = count();
            site.backend.access().viewer(&admin.token).await.unwrap();
            costs.push(("session", count() - before));
            let before = count();
            let list = site.backend.calls().page(&admin.viewer, &ListQuery::default()).await;
            costs.push(("list", count() - before));
            let id = list.unwrap().rows[0].id;
            let before = count();
            site.backend.reviews().open(&admin.viewer, id).await.unwrap();
            costs.push(("review", count() - before));
            let before = count();
            site.backend.exports().list(&admin.viewer, None).await.unwrap();
            costs.push(("exports", count() - before));
            costs
        };
        // The least of three: a connection that the pool opens meanwhile adds its own statements.
        let least = async || {
            let runs = [costs().await, costs().await, costs().await];
            (0..runs[0].len()).filter_map(|page| runs.iter().map(|run| run[page]).min()).collect()
        };
        let few: Vec<(&str, usize)> = least().await;
        site.ingest((11..=90).map(call).collect()).await;
        let many: Vec<(&str, usize)> = least().await;
        for ((page, few), (_, many)) in few.into_iter().zip(many) {
            assert!((1..=few).contains(&many) && few <= 8, "{page}: {few} {many}");
        }
        site.drop_database().await;
    }
}
