//! `earshot redact --again`: stored texts are redacted again by the current rules.

use std::{process::ExitCode, time::Duration};

use earshot_backend::{Limits, RedactionProgress};

use super::shutdown::shutdown_signal;
use crate::{cli::RedactArgs, config::DataConfig, explain::explain};

/// Time between two lines of progress.
const INTERVAL: Duration = Duration::from_secs(1);

/// Redacts stored texts and prints how far it is. Stopped, it goes on where it was when it runs again.
pub(super) async fn redact_again(args: RedactArgs) -> anyhow::Result<ExitCode> {
    let backend = DataConfig::new(args.data)?.open(Limits::default()).await?;
    let intake = backend.intake();
    let before = intake.redaction_progress().await.map_err(explain)?;
    println!("{}", in_words(before));
    let worker = intake.redact_again().await.map_err(explain)?;
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(worker.run(async move {
        // A sender that is gone ends the work, too.
        let _ = ended.await;
    }));
    let mut shutdown = std::pin::pin!(shutdown_signal());
    let mut known = before;
    let code = loop {
        if !intake.is_redacting_again().await.map_err(explain)? {
            let left = intake.redaction_progress().await.map_err(explain)?;
            println!("{}", in_words(left));
            break if left.outdated == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        tokio::select! {
            () = &mut shutdown => break ExitCode::FAILURE,
            () = tokio::time::sleep(INTERVAL) => {}
        }
        let now = intake.redaction_progress().await.map_err(explain)?;
        if now != known {
            println!("{}", in_words(now));
            known = now;
        }
    };
    drop(end);
    running.await?;
    backend.close().await;
    Ok(code)
}

fn in_words(progress: RedactionProgress) -> String {
    let done = progress.calls.saturating_sub(progress.outdated);
    format!("{done} of {} calls are redacted by the current rules", progress.calls)
}
