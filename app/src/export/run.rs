//! State machine of the export dialog.

use earshot_domain::{ExportId, ExportState, FormPairs, Problem, ProblemCode};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    api::ExportCalls,
    browser::{Abort, Received, download_file, fetch_progress, post_cancel, save_file},
};

/// State of the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// The options are being chosen.
    Form,
    /// The file is being downloaded.
    Running(Received),
    /// The file was saved.
    Done {
        /// Calls in the file.
        written: u64,
        /// Calls that matched and were left out.
        omitted: u64,
        /// The file's name.
        file_name: String,
    },
    /// Cancelled; nothing was saved.
    Cancelled,
    /// Refused or interrupted.
    Refused(Problem),
}

/// The dialog's export, at most one at a time. Copied into every part of the dialog.
#[derive(Clone, Copy)]
pub struct Run {
    /// Its state.
    pub phase: RwSignal<Phase>,
    abort: StoredValue<Option<Abort>>,
    export_id: RwSignal<Option<ExportId>>,
}

impl Run {
    /// Creates the state before any export.
    pub fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Form),
            abort: StoredValue::new(None),
            export_id: RwSignal::new(None),
        }
    }

    /// Returns whether the file is being downloaded.
    pub fn running(self) -> bool {
        matches!(self.phase.get(), Phase::Running(_))
    }

    /// Submits the form and downloads the file.
    pub fn start(self, form: FormPairs) {
        let Some(abort) = Abort::new() else { return };
        self.abort.set_value(Some(abort.clone()));
        self.export_id.set(None);
        self.phase.set(Phase::Running(Received::default()));
        leptos::task::spawn_local(async move {
            let end = self.follow(&form, &abort).await;
            // The dialog may be gone, or cancelled, by now.
            self.phase.try_update(|phase| {
                if matches!(phase, Phase::Running(_)) {
                    *phase = end.unwrap_or_else(Phase::Refused);
                }
            });
        });
    }

    async fn follow(self, form: &FormPairs, abort: &Abort) -> Result<Phase, Problem> {
        let on_start = move |id| {
            self.export_id.try_set(Some(id));
        };
        let on_progress = move |received| {
            self.phase.try_update(|phase| {
                if matches!(phase, Phase::Running(_)) {
                    *phase = Phase::Running(received);
                }
            });
        };
        let download =
            download_file(ExportCalls::PATH, &form.encode(), abort, on_start, on_progress).await?;
        let id = download.export_id.ok_or_else(unconfirmed)?;
        // The counts are committed before the last byte is sent, so they are final now.
        let progress = fetch_progress(id).await?;
        if progress.state != ExportState::Completed {
            return Err(unconfirmed());
        }
        save_file(&download)?;
        Ok(Phase::Done {
            written: progress.written,
            omitted: progress.omitted,
            file_name: download.file_name,
        })
    }

    /// Cancels it, here and on the server.
    pub fn cancel(self) {
        self.phase.set(Phase::Cancelled);
        if let Some(id) = self.export_id.get_untracked() {
            leptos::task::spawn_local(post_cancel(id));
        }
        if let Some(abort) = self.abort.get_value() {
            abort.abort();
        }
    }

    /// Returns to the options.
    pub fn reset(self) {
        self.phase.set(Phase::Form);
    }
}

fn unconfirmed() -> Problem {
    Problem::new(
        ProblemCode::Internal,
        "The server did not confirm that the file is complete, so it was not saved. Export again.",
    )
}
