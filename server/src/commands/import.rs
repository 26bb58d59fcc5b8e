//! `earshot import`: import of calls from files.

use std::{
    fs::File,
    io::{BufRead, BufReader, stdin},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use earshot_backend::{
    Backend, ImportCounts, Limits, ProjectIngest,
    readers::{ReadOptions, read},
};

use crate::{
    cli::ImportArgs,
    config::{DataConfig, read_call_log},
    explain::explain,
    intake::ingest_file,
};

/// Imports every file and prints a report for each. The exit code is 2 if a record was refused.
pub(crate) async fn import(args: ImportArgs) -> anyhow::Result<ExitCode> {
    let backend = DataConfig::new(args.data.clone())?.open(Limits::default()).await?;
    let zone = time_zone(&backend, &args.tenant, args.time_zone.as_deref()).await?;
    let mut options = ReadOptions::in_zone(zone);
    options.encoding = args.encoding;
    options.call_log =
        args.mapping.as_deref().map(|file| read_call_log(args.format, file)).transpose()?;
    let mut ingest = backend
        .intake()
        .project(&args.tenant, &args.project, options.clone())
        .await
        .map_err(explain)?;
    ingest.begin_import(args.format.as_str(), &names(&args.files)).await.map_err(explain)?;
    let mut total = ImportCounts::default();
    for file in &args.files {
        let name = file.display().to_string();
        let calls = read(args.format, open(file)?, options.clone())
            .with_context(|| format!("{name}: nothing was imported from this file"));
        let mut report = ImportCounts::default();
        let ended = match calls {
            Ok(calls) => ingest_file(&ingest, &name, calls, &mut report).await,
            Err(error) => Err(error),
        };
        if let Err(error) = ended {
            add(&mut total, report);
            note_early_end(&ingest, total).await;
            return Err(error);
        }
        println!(
            "{name}: {} imported, {} extended, {} unchanged, {} refused",
            report.taken, report.extended, report.unchanged, report.refused
        );
        add(&mut total, report);
    }
    ingest.note_import(total).await.map_err(explain)?;
    Ok(if total.refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Records what an import stored that ended early.
async fn note_early_end(ingest: &ProjectIngest, stored: ImportCounts) {
    if let Err(error) = ingest.note_import(stored).await.map_err(explain) {
        eprintln!("earshot: the end of the import was not recorded: {error:#}");
    }
}

/// Lists the files' names without their folders, which tenants need not know.
fn names(files: &[PathBuf]) -> Vec<String> {
    let name = |file: &PathBuf| match file.file_name() {
        Some(name) if file != Path::new("-") => name.to_string_lossy().into_owned(),
        _ => "standard input".to_owned(),
    };
    files.iter().map(name).collect()
}

/// Returns the time zone that was named, or else the tenant's.
pub(super) async fn time_zone(
    backend: &Backend,
    tenant: &str,
    named: Option<&str>,
) -> anyhow::Result<earshot_backend::TimeZone> {
    let name = if let Some(name) = named {
        name.to_owned()
    } else {
        let tenants = backend.tenants().list().await.map_err(explain)?;
        let found = tenants.into_iter().find(|known| known.slug.as_str() == tenant);
        found.with_context(|| format!("tenant: {tenant} does not exist"))?.time_zone
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

const fn add(total: &mut ImportCounts, file: ImportCounts) {
    total.taken += file.taken;
    total.extended += file.extended;
    total.unchanged += file.unchanged;
    total.refused += file.refused;
}
