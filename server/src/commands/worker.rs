//! `earshot worker`: background jobs without serving the portal.

use std::process::ExitCode;

use anyhow::ensure;
use earshot_backend::Limits;

use super::shutdown::shutdown_signal;
use crate::{cli::WorkerArgs, config::DataConfig, explain::explain, log};

/// Runs background jobs until a shutdown signal.
pub(crate) async fn worker(args: WorkerArgs) -> anyhow::Result<ExitCode> {
    ensure!(args.export_workers > 0, "export_workers: must be at least 1");
    let limits = Limits { job_lease_seconds: args.job_lease_seconds, ..Limits::default() };
    let config = DataConfig::new(args.data)?;
    log::start()?;
    let backend = config.open_with_files(limits, args.export_workers).await?;
    let worker = backend.worker().map_err(explain)?;
    println!("working");
    worker.run(shutdown_signal()).await;
    backend.close().await;
    Ok(ExitCode::SUCCESS)
}
