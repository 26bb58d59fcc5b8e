//! `earshot import`: import of calls from files.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use earshot_backend::{
    Backend, DisplayFormat, ImportCounts, Limits, ProjectIngest,
    readers::{CallMemory, Format, ReadOptions, check_file, read_within},
};
use earshot_domain::{ClockFormat, DateOrder};

use crate::{
    cli::ImportArgs,
    config::{DataConfig, read_call_log},
    explain::explain,
    intake::{InputFile, counts_in_words, ingest_file, refused},
};

/// Imports every file and prints a report for each. The exit code is 2 if a record was refused.
pub(crate) async fn import(args: ImportArgs) -> anyhow::Result<ExitCode> {
    let backend = DataConfig::new(args.data.clone())?.open(Limits::default()).await?;
    let zone = time_zone(&backend, &args.tenant, args.time_zone.as_deref()).await?;
    let display = display(&backend, &args.tenant, args.date_order, args.clock_face).await?;
    let call_log =
        args.mapping.as_deref().map(|file| read_call_log(args.format, file)).transpose()?;
    let options =
        ReadOptions { time_zone: zone, display: Some(display), encoding: args.encoding, call_log };
    let files = checked_files(&args, &options)?;
    let mut ingest = backend
        .intake()
        .project(&args.tenant, &args.project, options.clone())
        .await
        .map_err(explain)?
        .on_conflict(args.on_conflict);
    ingest.begin_import(args.format.as_str(), &names(&args.files)).await.map_err(explain)?;
    let mut total = ImportCounts::default();
    for file in files {
        let name = file.name().to_owned();
        let gate = CallMemory::default().gate();
        let calls = read_within(args.format, file.open()?, options.clone(), gate.clone())
            .with_context(|| format!("{name}: nothing was imported from this file"));
        let mut report = ImportCounts::default();
        let ended = match calls {
            Ok(calls) => ingest_file(&ingest, &name, calls, gate, &mut report).await,
            Err(error) => Err(error),
        };
        if let Err(error) = ended {
            add(&mut total, report);
            note_early_end(&ingest, total).await;
            return Err(error);
        }
        println!("{name}: {}", counts_in_words(&report));
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

/// Returns the display format of local times: what was named, or else what the tenant is set to.
pub(super) async fn display(
    backend: &Backend,
    tenant: &str,
    date_order: Option<DateOrder>,
    clock_face: Option<ClockFormat>,
) -> anyhow::Result<DisplayFormat> {
    let own = backend.tenants().display_format_of(tenant).await.map_err(explain)?;
    Ok(DisplayFormat {
        date_order: date_order.unwrap_or(own.date_order),
        clock_face: clock_face.unwrap_or(own.clock_face),
    })
}

/// Checks the local times of every file before anything is stored.
fn checked_files(args: &ImportArgs, options: &ReadOptions) -> anyhow::Result<Vec<InputFile>> {
    let mut files = Vec::with_capacity(args.files.len());
    for path in &args.files {
        let mut file = InputFile::new(path);
        if args.format == Format::Pbx {
            file.store_if_read_once()?;
            // What else is wrong with a file is found where it is read.
            if let Err(error) = check_file(args.format, file.open()?, options)
                && let Some(refused) = refused(&error, file.name())
            {
                return Err(refused);
            }
        }
        files.push(file);
    }
    Ok(files)
}

const fn add(total: &mut ImportCounts, file: ImportCounts) {
    total.taken = total.taken.saturating_add(file.taken);
    total.extended = total.extended.saturating_add(file.extended);
    total.unchanged = total.unchanged.saturating_add(file.unchanged);
    total.refused = total.refused.saturating_add(file.refused);
    total.ignored = total.ignored.saturating_add(file.ignored);
}
