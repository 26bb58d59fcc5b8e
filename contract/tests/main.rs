//! Contract tests of the store and the use cases, on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod activity;
mod activity_scope;
mod api_keys;
mod arrival_numbers;
mod audiences;
mod audit;
mod audit_acts;
mod audit_heads;
mod audit_pruning;
#[cfg(feature = "measure")]
mod audit_speed;
mod audit_triggers;
mod call_legs;
mod call_tags;
mod caller_masking;
mod caller_search;
mod calls_again;
mod clock_jumps;
mod contact_exports;
mod contact_merges;
mod contacts;
mod cursors;
mod data_at_rest;
mod database_faults;
mod database_outages;
mod day_ranges;
mod export_announcements;
mod export_cancel;
mod export_changes;
mod export_columns;
mod export_deletion;
mod export_end;
mod export_events;
mod export_failures;
mod export_field_sets;
mod export_file;
mod export_filters;
mod export_history;
mod export_jobs;
mod export_jobs_midway;
mod export_lease;
mod export_lists;
mod export_long_cells;
mod export_queue;
mod export_recordings;
mod export_refusals;
mod field_bounds;
mod filters;
mod formats_again;
mod frozen_files;
mod harness;
mod housekeeping;
mod imports;
mod ingest;
mod job_leases;
mod job_log;
mod job_steps;
mod jobs;
mod large_calls;
mod line_times;
mod local_times;
mod mail;
mod mail_security;
mod number_search;
mod paging;
mod pbx_api;
mod pbx_legs;
mod person_names;
mod postgres_server;
mod raw_text_removal;
mod recording_names;
mod recordings_received;
mod redaction_marks;
mod redaction_marks_again;
mod redaction_updates;
mod refused_reports;
mod removals;
mod restored_words;
mod reviewed_calls_again;
mod reviews;
mod row_ids;
mod same_answers;
mod scope;
mod sessions;
mod sign_in;
mod smtp_server;
mod statement_counts;
mod statement_limits;
mod subject_requests;
mod text_search;
mod unlocked_exports;
mod unlocked_recordings;
mod unlocks;
mod webhook_delivery;
mod webhook_management;
mod webhook_receiver;
mod webhooks;
mod writer_waits;

/// Defines two tests for each case, one for each database.
macro_rules! on_both_databases {
    ($($case:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                let site = $crate::harness::Site::sqlite().await;
                super::$case(&site).await;
                site.drop_database().await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                let site = $crate::harness::Site::postgres().await;
                super::$case(&site).await;
                site.drop_database().await;
            })+
        }
    };
}
pub(crate) use on_both_databases;
