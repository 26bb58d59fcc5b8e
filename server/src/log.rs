//! The log on standard error: for people on a terminal, JSON otherwise.

use std::io::{IsTerminal, stderr};

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use crate::config::LOG;

/// Starts the log. `EARSHOT_LOG` sets its levels.
pub(crate) fn start() -> anyhow::Result<()> {
    let filter = match std::env::var(LOG) {
        Ok(text) => text.parse::<EnvFilter>().context("EARSHOT_LOG: not a log filter")?,
        Err(_) => EnvFilter::new("info"),
    };
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    let started = if stderr().is_terminal() {
        log.with_target(false).try_init()
    } else {
        // All spans of a line: the innermost alone may not be the request's.
        log.json().with_current_span(false).with_span_list(true).try_init()
    };
    started.map_err(|error| anyhow::anyhow!("{error}"))
}
