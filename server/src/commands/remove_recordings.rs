//! `earshot remove-recordings`: permanent deletion of recordings.

use std::process::ExitCode;

use earshot_backend::{Limits, Removed};

use crate::{cli::RemoveRecordingsArgs, config::DataConfig, explain::explain};

/// Deletes recordings by date or call and prints a report.
pub(crate) async fn remove_recordings(args: RemoveRecordingsArgs) -> anyhow::Result<ExitCode> {
    let backend = DataConfig::new(args.data)?.open_with_recordings(Limits::default()).await?;
    let which = match args.before {
        Some(day) => Removed::Before(day),
        None => Removed::Calls(args.calls),
    };
    let report = backend.recordings().remove(&args.tenant, &which).await.map_err(explain)?;
    println!(
        "{}: {} removed, {} removed before, {} files deleted",
        args.tenant, report.removed, report.already, report.deleted
    );
    Ok(ExitCode::SUCCESS)
}
