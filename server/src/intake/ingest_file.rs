//! Ingestion of the calls of one file, with the outcome for each.

use std::{
    io::{IsTerminal, stderr},
    time::Duration,
};

use anyhow::Context;
use earshot_backend::{
    ImportCounts, Ingested, ProjectIngest,
    readers::{Calls, Gate, IncomingCall},
};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::mpsc;

use crate::explain::explain;

/// Calls per transaction; few, so that other writers never wait for long.
const BATCH: usize = 100;

/// Stores calls as they are read and counts the outcomes, which `report` has even if the import ends
/// early; prints a line for each refused record.
///
/// Reading blocks, so it has a thread of its own; it waits at `gate`, at which the calls wait too, while
/// calls that were read are large or many.
pub(crate) async fn ingest_file(
    ingest: &ProjectIngest,
    name: &str,
    calls: Calls,
    gate: Gate,
    report: &mut ImportCounts,
) -> anyhow::Result<()> {
    let (sender, mut records) = mpsc::channel(BATCH * 2);
    let reader = tokio::task::spawn_blocking(move || {
        for record in calls {
            let share = gate.share_of(&record);
            if sender.blocking_send((record, share)).is_err() {
                break;
            }
        }
    });
    let progress = progress_bar();
    while let Some(first) = records.recv().await {
        let (mut batch, mut shares, mut next) =
            (Vec::with_capacity(BATCH), Vec::new(), Some(first));
        while let Some((record, share)) = next {
            match record {
                Ok(call) => batch.push(call),
                Err(bad) => {
                    report.refused = report.refused.saturating_add(1);
                    progress.suspend(|| eprintln!("{name}: {bad}"));
                }
            }
            shares.push(share);
            // It does not wait for a whole batch: the reader may wait for the memory of this one.
            next = if batch.len() < BATCH { records.try_recv().ok() } else { None };
        }
        store(ingest, name, batch, report).await.with_context(|| stopped(name, report))?;
        progress.set_position(stored(report));
    }
    reader.await.context("reading failed")?;
    progress.finish_and_clear();
    Ok(())
}

/// What to say of an import that ended early.
fn stopped(name: &str, report: &ImportCounts) -> String {
    format!(
        "{name}: the import stopped after {} calls, which are stored ({} imported, {} extended, {} \
         unchanged). Run it again to import the rest: no call is stored twice",
        stored(report),
        report.taken,
        report.extended,
        report.unchanged
    )
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

/// Stores a batch and counts the outcomes.
async fn store(
    ingest: &ProjectIngest,
    name: &str,
    batch: Vec<IncomingCall>,
    report: &mut ImportCounts,
) -> anyhow::Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    for result in ingest.import(batch).await.map_err(explain)? {
        if let Some(ignored) = &result.ignored {
            report.ignored = report.ignored.saturating_add(u64::from(!ignored.fields.is_empty()));
            eprintln!("{name}: call {}: {}", result.call_id, command_line(&ignored.reason));
        }
        match result.ingested {
            Ingested::Taken => report.taken = report.taken.saturating_add(1),
            Ingested::Extended => report.extended = report.extended.saturating_add(1),
            Ingested::Unchanged | Ingested::Kept => {
                report.unchanged = report.unchanged.saturating_add(1);
            }
            Ingested::InAnotherProject => {
                report.refused = report.refused.saturating_add(1);
                eprintln!("{}: this call belongs to another project", result.call_id);
            }
        }
    }
    Ok(())
}

/// A reason with the flag that a command has in place of a parameter.
fn command_line(reason: &str) -> String {
    reason.replace("on_conflict=replace", "import --on-conflict replace")
}

const fn stored(report: &ImportCounts) -> u64 {
    report.taken.saturating_add(report.extended).saturating_add(report.unchanged)
}
