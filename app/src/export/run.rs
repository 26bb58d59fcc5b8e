//! An export as the dialog follows it.

use earshot_domain::{ExportId, ExportState, FormPairs, Problem, ProblemCode};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::api::ExportCalls;
use crate::browser::{Abort, Arrived, fetch_file, fetch_progress, post_cancel, save_file};

/// Where the dialog stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Choosing options.
    Form,
    /// Rows are arriving.
    Running(Arrived),
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
    /// Refused or broken off.
    Refused(Problem),
}

/// The dialog's export: at most one at a time. Copied into every part of the dialog.
#[derive(Clone, Copy)]
pub struct Run {
    /// Where it stands.
    pub phase: RwSignal<Phase>,
    abort: StoredValue<Option<Abort>>,
    export_id: RwSignal<Option<ExportId>>,
}

impl Run {
    /// None yet.
    pub fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Form),
            abort: StoredValue::new(None),
            export_id: RwSignal::new(None),
        }
    }

    /// Whether rows are arriving.
    pub fn running(self) -> bool {
        matches!(self.phase.get(), Phase::Running(_))
    }

    /// Posts the form and follows the file to its end.
    pub fn start(self, form: FormPairs) {
        let Some(abort) = Abort::new() else { return };
        self.abort.set_value(Some(abort.clone()));
        self.export_id.set(None);
        self.phase.set(Phase::Running(Arrived::default()));
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
        let started = move |id| {
            self.export_id.try_set(Some(id));
        };
        let arrived = move |seen| {
            self.phase.try_update(|phase| {
                if matches!(phase, Phase::Running(_)) {
                    *phase = Phase::Running(seen);
                }
            });
        };
        let download =
            fetch_file(ExportCalls::PATH, &form.encode(), abort, started, arrived).await?;
        let id = download.export_id.ok_or_else(unconfirmed)?;
        // The counts are committed before the last byte is sent, so the file's end has come.
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

    /// Stops it, here and on the server.
    pub fn cancel(self) {
        self.phase.set(Phase::Cancelled);
        if let Some(id) = self.export_id.get_untracked() {
            leptos::task::spawn_local(post_cancel(id));
        }
        if let Some(abort) = self.abort.get_value() {
            abort.now();
        }
    }

    /// Back to the options.
    pub fn again(self) {
        self.phase.set(Phase::Form);
    }
}

fn unconfirmed() -> Problem {
    Problem::new(
        ProblemCode::Internal,
        "The server did not confirm that the file is whole, so it was not saved. Export again.",
    )
}
