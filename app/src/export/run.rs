//! State machine of the export dialog.

use earshot_domain::{
    ExportId, ExportState, FieldError, FormPairs, Problem, ProblemCode, format_number,
};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    api::ExportCalls,
    browser::{Abort, Received, download_file, fetch_progress, post_cancel, save_file},
};

/// Fields of the form in which a person types or chooses.
const ENTERED: [&str; 2] = ["reason_code", "justification"];

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

/// The page's export, at most one at a time; it goes on while the dialog is closed. Copied into
/// every part of the page.
#[derive(Clone, Copy)]
pub struct Run {
    /// Its state.
    pub phase: RwSignal<Phase>,
    /// What was entered last, for the form when it is shown again.
    pub entered: StoredValue<Vec<(String, String)>>,
    /// Why the form was refused, by its fields.
    pub errors: RwSignal<Vec<FieldError>>,
    abort: StoredValue<Option<Abort>>,
    export_id: RwSignal<Option<ExportId>>,
}

impl Run {
    /// Creates the state before any export.
    pub fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Form),
            entered: StoredValue::new(Vec::new()),
            errors: RwSignal::new(Vec::new()),
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
        self.entered.set_value(form.0.clone());
        self.errors.set(Vec::new());
        self.abort.set_value(Some(abort.clone()));
        self.export_id.set(None);
        self.phase.set(Phase::Running(Received::default()));
        leptos::task::spawn_local(async move {
            let end = self.follow(&form, &abort).await;
            // The dialog may be gone, or cancelled, by now.
            self.phase.try_update(|phase| {
                if matches!(phase, Phase::Running(_)) {
                    *phase = end.unwrap_or_else(|problem| self.refused(problem));
                }
            });
        });
    }

    /// Wrong fields are marked in the form; any other refusal takes its place.
    fn refused(self, problem: Problem) -> Phase {
        let marked = |error: &FieldError| ENTERED.contains(&&*error.field);
        if problem.fields.is_empty() || !problem.fields.iter().all(marked) {
            return Phase::Refused(problem);
        }
        self.errors.try_set(problem.fields);
        Phase::Form
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

    /// Says how the export ended, for people who have closed the dialog meanwhile.
    pub fn outcome(self) -> Option<String> {
        self.phase.with(|phase| match phase {
            Phase::Done { written, omitted, .. } => Some(exported(*written, *omitted)),
            Phase::Refused(problem) => Some(format!("Not exported. {}", problem.code.label())),
            Phase::Form | Phase::Running(_) | Phase::Cancelled => None,
        })
    }
}

/// `1,246 calls exported, 2 left out`.
pub(super) fn exported(written: u64, omitted: u64) -> String {
    let noun = if written == 1 { "call" } else { "calls" };
    format!("{} {noun} exported, {} left out", format_number(written), format_number(omitted))
}

fn unconfirmed() -> Problem {
    Problem::new(
        ProblemCode::Internal,
        "The server did not confirm that the file is complete, so it was not saved. Export again.",
    )
}
