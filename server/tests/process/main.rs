//! The built program as an operator runs it: commands, servers and signals.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod audit;
mod audit_bundle;
mod buckets;
mod database;
mod database_faults;
mod examples;
mod export_cancels;
mod export_faults;
mod export_kills;
mod export_readers;
mod export_rows;
mod export_site;
mod fake_pbx;
mod fetch;
mod fetch_failures;
mod fetch_tls;
mod field_cases;
mod front;
mod import_again;
mod import_files;
mod import_times;
mod log;
mod lost_files;
mod memory;
mod operator;
mod proxies;
mod redact;
mod servers;
mod setup;
mod spreadsheets;
mod startup;
mod two_servers;
mod webhooks;
