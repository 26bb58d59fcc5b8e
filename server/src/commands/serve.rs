//! `earshot serve`: opens the data, listens, and ends in order.

use std::{io::IsTerminal, process::ExitCode};

use anyhow::Context;
use tokio::{net::TcpListener, sync::watch};
use tracing_subscriber::EnvFilter;

use super::shutdown::shutdown_signal;
use crate::{
    AppState, WebSettings, accept, cli::ServeArgs, config::ServeConfig, explain::explain, router,
};

/// Serves until a signal ends it.
pub(crate) async fn serve(args: ServeArgs) -> anyhow::Result<ExitCode> {
    let config = ServeConfig::new(args)?;
    start_log()?;
    let fonts = config.pdf_fonts()?;
    let receivers = config.receivers()?;
    let mut backend = config.data.open_with_recordings(config.limits).await?.with_pdf_fonts(fonts);
    if let Some(token) = &config.internal_token {
        backend = backend.with_internal_token(token);
    }
    if config.webhook_allow_private {
        backend = backend.with_private_webhooks();
    }
    if config.demo {
        earshot_demo::fill(&backend).await.map_err(explain)?;
    } else {
        backend = backend.with_refused_secrets(&earshot_demo::API_KEYS);
    }
    backend = backend.with_receivers(receivers).await.map_err(explain)?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("listen: cannot listen on {}", config.listen))?;
    let address = listener.local_addr()?;
    let settings = WebSettings {
        public_url: config.public_url,
        trusted_proxy: config.trusted_proxy,
        demo: config.demo,
    };
    let routes = router::build(AppState::new(backend.clone(), settings));
    let worker = backend.worker().map_err(explain)?;
    let (stop, mut stopped) = watch::channel(());
    // Dropping the other end is the signal.
    let working = tokio::spawn(worker.run(async move { drop(stopped.changed().await) }));
    println!("listening on http://{address}");
    let end = async {
        shutdown_signal().await;
        drop(stop);
    };
    accept::serve(listener, routes, end).await;
    working.await.context("jobs: the worker ended badly")?;
    backend.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Logs go to standard error: pretty on a terminal, JSON otherwise. `EARSHOT_LOG` sets levels.
fn start_log() -> anyhow::Result<()> {
    let filter = match std::env::var("EARSHOT_LOG") {
        Ok(text) => text.parse::<EnvFilter>().context("EARSHOT_LOG: not a log filter")?,
        Err(_) => EnvFilter::new("info"),
    };
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if std::io::stderr().is_terminal() {
        log.with_target(false).try_init()
    } else {
        log.json().try_init()
    };
    started.map_err(|error| anyhow::anyhow!("{error}"))
}
