//! Dialog around the export form and its progress; without scripts it is part of the page.

use earshot_domain::{CallsPage, ExportRequest, Permission, Problem, ProblemCode, format_number};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    form::ExportOptionsForm,
    progress::{Finished, Progress},
    run::{Phase, Run},
};
use crate::{
    state::PageQuery,
    ui::{Erased, Icon, ProblemNotice, Symbol},
};

/// The dialog; open while the URL has `export=1`.
#[component]
pub fn ExportDialog(page: StoredValue<CallsPage>) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let open = Memo::new(move |_| query.get().export);
    move || open.get().then(|| view! { <OpenDialog page/> })
}

#[component]
fn OpenDialog(page: StoredValue<CallsPage>) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let run = Run::new();
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    let navigate = use_navigate();
    let close_href = move || {
        let mut list = query.get();
        list.export = false;
        list.href()
    };
    let close = Callback::new(move |()| {
        if run.phase.with_untracked(|phase| matches!(phase, Phase::Running(_))) {
            run.cancel();
        }
        // Closing it before it is removed returns the focus to where it was.
        if let Some(element) = dialog.get_untracked() {
            element.close();
        }
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&close_href(), options);
    });
    // The server renders the dialog open, as part of the page; a script makes it modal.
    Effect::new(move |_| {
        if let Some(element) = dialog.get() {
            element.close();
            drop(element.show_modal());
        }
    });
    let matched = page.with_value(|page| page.matched);
    let exportable = page.with_value(|page| page.project.is_some() && page.errors.is_empty());
    view! {
        <dialog
            class="sheet"
            open
            aria-labelledby="export-title"
            node_ref=dialog
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                close.run(());
            }
        >
            <div class="sheet-handle" aria-hidden="true"></div>
            <header class="sheet-head">
                <h2 id="export-title">
                    {if exportable {
                        let noun = if matched == 1 { "call" } else { "calls" };
                        format!("Download {} {noun}", format_number(matched))
                    } else {
                        "Download calls".to_owned()
                    }}
                </h2>
                <a
                    class="icon-button"
                    href=close_href
                    aria-label="Close"
                    on:click=move |event| {
                        event.prevent_default();
                        event.stop_propagation();
                        close.run(());
                    }
                >
                    <Icon symbol=Symbol::Close/>
                </a>
            </header>
            <DialogBody page run close/>
        </dialog>
    }
    .erased()
}

#[component]
fn DialogBody(page: StoredValue<CallsPage>, run: Run, close: Callback<()>) -> impl IntoView {
    let running = Memo::new(move |_| run.running());
    move || {
        if running.get() {
            return view! { <Progress run/> }.erased();
        }
        match run.phase.get() {
            Phase::Form | Phase::Running(_) => view! { <ExportOptionsForm page run/> }.erased(),
            Phase::Done { written, omitted, file_name } => {
                view! { <Finished written omitted file_name close/> }.erased()
            }
            Phase::Cancelled => view! {
                <p role="status">"The export was cancelled. No file was saved."</p>
                <BackToOptions run close/>
            }
            .erased(),
            Phase::Refused(problem) => view! {
                <BackgroundLink page problem=problem.clone()/>
                <ProblemNotice problem/>
                <BackToOptions run close/>
            }
            .erased(),
        }
    }
}

/// The way out when more calls match than one CSV file holds.
#[component]
fn BackgroundLink(page: StoredValue<CallsPage>, problem: Problem) -> impl IntoView {
    let href = page.with_value(|page| {
        let may = page.profile.may(Permission::ExportInBackground);
        let too_many = problem.code == ProblemCode::TooManyResults;
        (may && too_many).then(|| ExportRequest::page_of(&page.filter))
    });
    href.map(|href| view! { <p><a href=href>"Export in the background"</a></p> })
}

#[component]
fn BackToOptions(run: Run, close: Callback<()>) -> impl IntoView {
    view! {
        <div class="sheet-actions">
            <button class="button" type="button" on:click=move |_| close.run(())>"Close"</button>
            <button class="button button-primary" type="button" on:click=move |_| run.reset()>
                "Back to the options"
            </button>
        </div>
    }
    .erased()
}
