//! How an export ended, and the ways on.

use earshot_domain::{ExportRequest, Permission, Problem, ProblemCode};
use leptos::prelude::*;

use super::{
    cancel_running::CancelRunning,
    progress::Finished,
    run::{Phase, Run},
};
use crate::{
    state::ShownList,
    ui::{Erased, ProblemNotice},
};

/// The result, the confirmation of a cancel, or why there is no file.
#[component]
pub fn Outcome(close: Callback<()>) -> impl IntoView {
    let run = expect_context::<Run>();
    let list = expect_context::<ShownList>();
    // The list may be another one by now: calls were left out, or another tab exports.
    Effect::new(move |_| {
        let stale = run.phase.with(|phase| match phase {
            Phase::Done { omitted, .. } => *omitted > 0,
            Phase::Refused(problem) => changes_list(problem.code),
            _ => false,
        });
        if stale {
            list.reload();
        }
    });
    move || match run.phase.get() {
        Phase::Done { written, omitted, file_name } => {
            view! { <Finished written omitted file_name close/> }.erased()
        }
        Phase::Cancelled => view! {
            <p role="status">"The export was cancelled. No file was saved."</p>
            <BackToOptions run close/>
        }
        .erased(),
        Phase::Refused(problem) => {
            let running = problem.export_id;
            view! {
                <BackgroundLink problem=problem.clone()/>
                <ProblemNotice problem/>
                {running.map(|id| view! { <CancelRunning id/> })}
                <BackToOptions run close/>
            }
            .erased()
        }
        Phase::Form | Phase::Running(_) => ().into_any(),
    }
}

const fn changes_list(code: ProblemCode) -> bool {
    use ProblemCode as P;
    matches!(code, P::EmptyExport | P::NoMatches | P::TooManyResults | P::AlreadyInProgress)
}

/// The way out when more calls match than one CSV file holds.
#[component]
fn BackgroundLink(problem: Problem) -> impl IntoView {
    let list = expect_context::<ShownList>();
    let href = list.page.with_untracked(|page| {
        let may = page.profile.may(Permission::ExportInBackground);
        let too_many = problem.code == ProblemCode::TooManyResults;
        (may && too_many).then(|| ExportRequest::page_of(&page.filter))
    });
    href.map(|href| view! { <p><a href=href>"Export in the background"</a></p> })
}

#[component]
fn BackToOptions(run: Run, close: Callback<()>) -> impl IntoView {
    let list = expect_context::<ShownList>();
    let back = move |_| {
        run.reset();
        // What stood in the way may be gone.
        list.reload();
    };
    view! {
        <div class="sheet-actions">
            <button class="button" type="button" on:click=move |_| close.run(())>"Close"</button>
            <button class="button button-primary" type="button" on:click=back>
                "Back to the options"
            </button>
        </div>
    }
    .erased()
}
