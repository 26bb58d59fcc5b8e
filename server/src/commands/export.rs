//! `earshot export`: exports to folders, and their verification.

use std::{path::Path, process::ExitCode, time::Duration};

use anyhow::{Context, bail, ensure};
use earshot_backend::{Backend, Error, Limits, Rate, Viewer, verify_package};
use earshot_domain::{
    CallFilter, ColumnSet, ExportId, ExportJob, ExportRequest, ExportState, ExportTable,
};

use crate::{
    cli::{ExportCommand, ExportRunArgs, ExportVerifyArgs},
    config::DataConfig,
    explain::explain,
};

/// Interval of reading the progress.
const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// Runs a command about exports.
pub(crate) async fn export(command: ExportCommand) -> anyhow::Result<ExitCode> {
    match command {
        ExportCommand::Run(args) => run(args).await,
        ExportCommand::Verify(args) => verify(&args),
    }
}

/// Exports to a folder and verifies it.
async fn run(args: ExportRunArgs) -> anyhow::Result<ExitCode> {
    ensure!(is_free(&args.to)?, "to: {} is not an empty folder", args.to.display());
    let request = request(&args)?;
    let config = DataConfig::new(args.data.clone())?;
    // Whoever has the data folder needs no limit against excess.
    let limits =
        Limits { export_rate: Rate { events: u32::MAX, seconds: 600 }, ..Limits::default() };
    let backend = config.open_with_files(limits, 1).await?;
    let viewer = backend.access().operator_viewer(&args.tenant).await.map_err(explain)?;
    let started = match backend.exports().start(&viewer, &request, None).await {
        Err(Error::NotFound) => bail!("project: the tenant has no project of this name"),
        started => started.map_err(explain)?,
    };
    let job = finished(&backend, &viewer, started.id).await?;
    if job.state != ExportState::Completed {
        bail!("{}", job.reason.unwrap_or_else(|| format!("the export is {}", job.state)));
    }
    let exports = backend.exports();
    exports.write_package(&viewer, started.id, &args.to).await.map_err(explain)?;
    backend.close().await;
    println!(
        "{} calls in {} files, {} bytes, {}",
        job.written,
        job.files.len(),
        job.bytes,
        job.omitted_text()
    );
    report(&args.to)
}

/// Runs a worker until the export has ended, here or in another process.
async fn finished(backend: &Backend, viewer: &Viewer, id: ExportId) -> anyhow::Result<ExportJob> {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let worker = backend.worker().map_err(explain)?;
    let working = tokio::spawn(worker.run(async move { drop(stopped.await) }));
    let mut poll = tokio::time::interval(POLL_INTERVAL);
    let job = loop {
        poll.tick().await;
        let job = backend.exports().job(viewer, id).await.map_err(explain)?;
        if !job.state.is_active() {
            break job;
        }
    };
    drop(stop);
    working.await.context("the worker failed")?;
    Ok(job)
}

fn request(args: &ExportRunArgs) -> anyhow::Result<ExportRequest> {
    let pairs = [("project_id", &args.project), ("from", &args.since), ("to", &args.until)];
    let pairs = pairs.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
    let parsed = CallFilter::parse(pairs);
    if let Some(error) = parsed.errors.first() {
        let field = match error.field.as_str() {
            "from" => "since",
            "to" => "until",
            _ => "project",
        };
        bail!("{field}: {}", error.message);
    }
    let mut request = ExportRequest::new(parsed.filter, args.format);
    if let Some(set) = args.set {
        request.table = ExportTable::Calls { set, fields: Vec::new() };
        request.columns_chosen = set == ColumnSet::Calls || args.format.is_table();
    }
    Ok(request)
}

fn is_free(folder: &Path) -> anyhow::Result<bool> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("to: cannot read {}", folder.display())),
    }
}

fn verify(args: &ExportVerifyArgs) -> anyhow::Result<ExitCode> {
    report(&args.folder)
}

/// Prints what a verification finds; the exit code is 1 if anything is wrong.
fn report(folder: &Path) -> anyhow::Result<ExitCode> {
    let verification = verify_package(folder).map_err(explain)?;
    for fault in &verification.faults {
        println!("{fault}");
    }
    if verification.faults.is_empty() {
        println!("verified: {} files with {} calls", verification.files, verification.calls);
        Ok(ExitCode::SUCCESS)
    } else {
        println!("not verified: {} faults", verification.faults.len());
        Ok(ExitCode::FAILURE)
    }
}
