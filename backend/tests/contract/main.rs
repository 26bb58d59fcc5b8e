//! Every rule of the store and the use cases, checked on SQLite and on PostgreSQL alike.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api_keys;
mod arrival;
mod audit;
mod callers;
mod cursors;
mod days;
mod export_breaks;
mod export_changes;
mod export_file;
mod export_history;
mod export_lease;
mod export_refusals;
mod export_stop;
mod filters;
mod harness;
mod housekeeping;
mod imports;
mod incoming;
mod ingest;
mod job_leases;
mod job_log;
mod job_steps;
mod jobs;
mod legs;
mod paging;
mod pbx_api;
mod pbx_legs;
mod receiver;
mod removals;
mod review;
mod reviews;
mod scope;
mod secrets;
mod sessions;
mod sign_in;
mod text_search;
mod webhook_keeping;
mod webhook_sending;
mod webhooks;

/// Makes two tests of each case: one a database.
macro_rules! on_both_databases {
    ($($case:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                let site = $crate::harness::Site::sqlite().await;
                super::$case(&site).await;
                site.end().await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                let site = $crate::harness::Site::postgres().await;
                super::$case(&site).await;
                site.end().await;
            })+
        }
    };
}
pub(crate) use on_both_databases;
