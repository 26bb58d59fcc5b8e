//! Shutdown signals of commands that run until they are stopped.

use std::{future::pending, io};

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Waits for SIGINT or SIGTERM, which are caught from the call on.
pub(super) fn shutdown_signal() -> impl Future<Output = ()> {
    let [interrupt, terminate] = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    async move {
        tokio::select! { () = received(interrupt) => {}, () = received(terminate) => {} }
    }
}

async fn received(signal: io::Result<Signal>) {
    match signal {
        Ok(mut signal) => drop(signal.recv().await),
        // What cannot be caught ends the process by itself.
        Err(_) => pending().await,
    }
}
