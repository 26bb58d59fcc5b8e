//! `earshot import`: files in, one line of report out.

use std::{
    fs::File,
    io::{BufRead, BufReader, IsTerminal, stderr, stdin},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context;
use earshot_backend::{
    Backend, ImportCounts, Ingested, Limits, ProjectIngest,
    import::{BadRecord, IncomingCall, ReadOptions, read},
};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::mpsc;

use crate::{
    cli::ImportArgs,
    config::{DataConfig, explain},
};

/// Calls stored in one transaction; small, so that a write never holds others up for long.
const BATCH: usize = 100;

/// Reads every file; fails with exit code 2 when some record was refused.
pub(crate) async fn import(args: ImportArgs) -> anyhow::Result<ExitCode> {
    let backend = DataConfig::new(args.data.clone())?.open(Limits::default()).await?;
    let options = ReadOptions { time_zone: time_zone(&backend, &args).await? };
    let mut ingest = backend
        .project_ingest(&args.tenant, &args.project, options.clone())
        .await
        .map_err(explain)?;
    ingest.begin_import(args.format.as_str(), &names(&args.files)).await.map_err(explain)?;
    let mut total = ImportCounts::default();
    for file in &args.files {
        let name = file.display().to_string();
        let calls = read(args.format, open(file)?, options.clone())
            .with_context(|| format!("{name}: nothing was imported from this file"));
        let report = match calls {
            Ok(calls) => import_file(&ingest, &name, calls).await?,
            Err(error) => {
                ingest.note_import(total).await.map_err(explain)?;
                return Err(error);
            }
        };
        println!(
            "{name}: {} imported, {} extended, {} unchanged, {} refused",
            report.taken, report.extended, report.unchanged, report.refused
        );
        add(&mut total, report);
    }
    ingest.note_import(total).await.map_err(explain)?;
    Ok(if total.refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// The files' names without their folders, which are the operator's own affair.
fn names(files: &[PathBuf]) -> Vec<String> {
    let name = |file: &PathBuf| match file.file_name() {
        Some(name) if file != Path::new("-") => name.to_string_lossy().into_owned(),
        _ => "standard input".to_owned(),
    };
    files.iter().map(name).collect()
}

async fn time_zone(
    backend: &Backend,
    args: &ImportArgs,
) -> anyhow::Result<earshot_backend::TimeZone> {
    let name = if let Some(name) = &args.time_zone {
        name.clone()
    } else {
        let tenants = backend.tenants().await.map_err(explain)?;
        let tenant = tenants.into_iter().find(|tenant| tenant.slug == args.tenant);
        tenant.with_context(|| format!("tenant: {} does not exist", args.tenant))?.time_zone
    };
    earshot_backend::TimeZone::get(&name)
        .map_err(|_| anyhow::anyhow!("time-zone: {name} is not an IANA name such as Europe/London"))
}

fn open(file: &Path) -> anyhow::Result<Box<dyn BufRead + Send>> {
    if file == Path::new("-") {
        return Ok(Box::new(BufReader::new(stdin())));
    }
    let opened = File::open(file).with_context(|| format!("{}: cannot be read", file.display()))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, opened)))
}

/// Reading is blocking work on a thread of its own; a short channel keeps memory flat.
async fn import_file(
    ingest: &ProjectIngest,
    name: &str,
    calls: impl Iterator<Item = Result<IncomingCall, BadRecord>> + Send + 'static,
) -> anyhow::Result<ImportCounts> {
    let (sender, mut records) = mpsc::channel(BATCH * 2);
    let reader = tokio::task::spawn_blocking(move || {
        for record in calls {
            if sender.blocking_send(record).is_err() {
                break;
            }
        }
    });
    let progress = progress_bar();
    let mut report = ImportCounts::default();
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(record) = records.recv().await {
        match record {
            Ok(call) => batch.push(call),
            Err(bad) => {
                report.refused += 1;
                progress.suspend(|| eprintln!("{name}: {bad}"));
            }
        }
        if batch.len() == BATCH {
            store(ingest, std::mem::take(&mut batch), &mut report).await?;
            progress.set_position(seen(&report));
        }
    }
    reader.await.context("reading broke off")?;
    store(ingest, batch, &mut report).await?;
    progress.finish_and_clear();
    Ok(report)
}

fn progress_bar() -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} {human_pos} calls, {per_sec}, {elapsed}")
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Stores a batch and counts what became of each call.
async fn store(
    ingest: &ProjectIngest,
    batch: Vec<IncomingCall>,
    report: &mut ImportCounts,
) -> anyhow::Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    for result in ingest.ingest(batch).await.map_err(explain)? {
        match result.ingested {
            Ingested::Taken => report.taken += 1,
            Ingested::Extended => report.extended += 1,
            Ingested::Unchanged | Ingested::Kept => report.unchanged += 1,
            Ingested::InAnotherProject => {
                report.refused += 1;
                eprintln!("{}: a call of another project", result.call_id);
            }
        }
    }
    Ok(())
}

const fn seen(report: &ImportCounts) -> u64 {
    report.taken + report.extended + report.unchanged
}

const fn add(total: &mut ImportCounts, file: ImportCounts) {
    total.taken += file.taken;
    total.extended += file.extended;
    total.unchanged += file.unchanged;
    total.refused += file.refused;
}
