//! `earshot serve`: start and orderly shutdown of the server.

use std::process::ExitCode;

use anyhow::Context;
use tokio::{net::TcpListener, sync::watch};

use super::shutdown::shutdown_signal;
use crate::{
    AppState, ConnectionLimits, WebSettings, accept, base_url::BaseUrl, cli::ServeArgs,
    config::ServeConfig, explain::explain, log, router,
};

/// Serves until a shutdown signal.
pub(crate) async fn serve(args: ServeArgs) -> anyhow::Result<ExitCode> {
    let config = ServeConfig::new(args)?;
    log::start()?;
    let fonts = config.pdf_fonts()?;
    let receivers = config.receivers()?;
    let mailer = config.mailer()?;
    let mut backend = config
        .data
        .open_with_files(config.limits, config.export_workers())
        .await?
        .with_pdf_fonts(fonts);
    if let Some(token) = &config.settings.internal_token {
        backend = backend.with_internal_token(token);
    }
    if config.settings.webhook_allow_private {
        backend = backend.with_private_webhooks();
    }
    let is_https = config.public_url.as_ref().is_some_and(BaseUrl::is_https);
    let public_url = config.public_url.map(|url| url.origin());
    if let Some(url) = &public_url {
        backend = backend.with_public_url(url);
    }
    if let Some(mailer) = mailer {
        backend = backend.with_mailer(mailer);
    }
    if config.settings.demo {
        earshot_demo::fill(&backend).await.map_err(explain)?;
    } else {
        backend = backend.with_refused_secrets(&earshot_demo::API_KEYS);
    }
    backend = backend.with_receivers(receivers).await.map_err(explain)?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("listen: cannot listen on {}", config.listen))?;
    let address = listener.local_addr()?;
    let proxies = config.settings.trusted_proxy;
    if is_https && proxies.is_empty() {
        tracing::warn!(
            "trusted_proxy is not set: behind the https proxy, all clients have its address, and share \
             its limits for sign-in and keys"
        );
    }
    let limits = ConnectionLimits { proxies: proxies.clone(), ..ConnectionLimits::default() };
    let settings = WebSettings { public_url, trusted_proxies: proxies, demo: config.settings.demo };
    let routes = router::build(AppState::new(backend.clone(), settings));
    let worker = backend.worker().map_err(explain)?;
    let (stop, mut stopped) = watch::channel(());
    // The worker stops when the sender is dropped.
    let working = tokio::spawn(worker.run(async move { drop(stopped.changed().await) }));
    let watched = backend.clone();
    let watching = tokio::spawn(async move { watched.recordings().watch().await });
    // Whoever reads the line below may stop the server.
    let shutdown = shutdown_signal();
    println!("listening on http://{address}");
    let end = async {
        shutdown.await;
        drop(stop);
    };
    accept::serve(listener, routes, limits, end).await;
    watching.abort();
    working.await.context("jobs: the worker failed")?;
    backend.close().await;
    Ok(ExitCode::SUCCESS)
}
