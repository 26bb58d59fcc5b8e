//! `earshot worker`: background jobs without serving the portal.

use std::process::ExitCode;

use anyhow::{Context, ensure};
use earshot_backend::Limits;

use super::shutdown::shutdown_signal;
use crate::{
    base_url::BaseUrl,
    cli::WorkerArgs,
    config::{DataConfig, SMTP_PASSWORD, mailer},
    explain::explain,
    log,
};

/// Runs background jobs until a shutdown signal.
pub(crate) async fn worker(args: WorkerArgs) -> anyhow::Result<ExitCode> {
    ensure!(args.export_workers > 0, "export_workers: must be at least 1");
    let limits = Limits { job_lease_seconds: args.job_lease_seconds, ..Limits::default() };
    let public_url = args.public_url.as_deref().map(BaseUrl::parse).transpose();
    let public_url = public_url.context("public_url")?;
    let password = std::env::var(SMTP_PASSWORD).ok().filter(|text| !text.is_empty());
    let mailer = mailer(&args.mail, public_url.as_ref(), password)?;
    let config = DataConfig::new(args.data)?;
    log::start()?;
    let mut backend = config.open_with_files(limits, args.export_workers).await?;
    if let Some(url) = &public_url {
        backend = backend.with_public_url(&url.origin());
    }
    if let Some(mailer) = mailer {
        backend = backend.with_mailer(mailer);
    }
    let worker = backend.worker().map_err(explain)?;
    let shutdown = shutdown_signal();
    println!("working");
    worker.run(shutdown).await;
    backend.close().await;
    Ok(ExitCode::SUCCESS)
}
