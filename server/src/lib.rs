//! Web server and command line of the portal.
// Sums of what strangers send are checked; tests may overflow.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod accept;
mod answer_body;
mod base_url;
mod body_limits;
pub mod cli;
mod client_address;
mod commands;
mod config;
mod connections;
mod cookie;
mod created;
mod description;
mod executor;
mod explain;
mod fetch;
mod form;
mod forwarded;
mod host;
mod intake;
mod log;
mod middleware;
mod pages;
mod partners;
mod problem;
mod request_body;
pub mod router;
mod routes;
mod site;
mod state;
mod whole_file;

pub use accept::{ConnectionLimits, serve};
pub use commands::run;
pub use description::{Description, description};
pub use partners::pbx::INTERFACES as PBX_INTERFACES;
pub use state::{AppState, WebSettings};

/// Number of worker threads: rendering needs several even on a machine with one core.
pub fn worker_threads() -> usize {
    std::thread::available_parallelism().map_or(4, |cores| cores.get().max(4))
}
