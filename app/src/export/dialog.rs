//! Dialog around the export form and its progress; without scripts it is part of the page.

use earshot_domain::{CallsPage, ListQuery, format_number};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    dismiss::{Swipe, is_outside},
    form::ExportOptionsForm,
    outcome::Outcome,
    progress::Progress,
    run::{Phase, Run},
};
use crate::{
    browser::{form_entries, show_modal},
    state::{PageQuery, ShownList},
    ui::{Erased, Icon, Symbol},
};

/// The dialog; open while the URL has `export=1`.
#[component]
pub fn ExportDialog() -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let open = Memo::new(move |_| query.get().export);
    move || open.get().then(|| view! { <OpenDialog/> })
}

#[component]
fn OpenDialog() -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let run = expect_context::<Run>();
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    let close_href = move || ListQuery { export: false, ..query.get() }.href();
    let close = close_dialog(dialog, run);
    // The server renders the dialog open, as part of the page; a script makes it modal.
    Effect::new(move |_| show_modal(dialog));
    focus_title(run);
    let swipe = Swipe::new(dialog, close);
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
            on:click=move |event| {
                if is_outside(dialog, &event) {
                    close.run(());
                }
            }
        >
            <header
                class="sheet-head"
                on:pointerdown=move |event| swipe.begin(&event)
                on:pointermove=move |event| swipe.follow(&event)
                on:pointerup=move |event| swipe.end(&event)
                on:pointercancel=move |_| swipe.abandon()
            >
                <div class="sheet-handle" aria-hidden="true"></div>
                <Title/>
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
            <DialogBody close/>
        </dialog>
    }
    .erased()
}

/// Returns what closes the dialog. An export that runs goes on; what was entered stays.
fn close_dialog(dialog: NodeRef<html::Dialog>, run: Run) -> Callback<()> {
    let query = expect_context::<PageQuery>();
    let navigate = use_navigate();
    Callback::new(move |()| {
        if let Some(element) = dialog.get_untracked() {
            let entered = form_entries(&element);
            if !entered.is_empty() {
                run.entered.set_value(entered);
            }
            // Closing it before it is removed returns the focus to where it was.
            element.close();
        }
        if !run.phase.with_untracked(|phase| matches!(phase, Phase::Running(_))) {
            run.reset();
        }
        let href = ListQuery { export: false, ..query.get_untracked() }.href();
        navigate(&href, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    })
}

/// Moves the focus to the title whenever the content changes: the button that was pressed is gone.
fn focus_title(run: Run) {
    let content = Memo::new(move |_| run.phase.with(std::mem::discriminant));
    Effect::watch(
        move || content.get(),
        move |_, _, _| {
            if run.errors.read_untracked().is_empty() {
                request_animation_frame(|| crate::browser::focus("#export-title"));
            }
        },
        false,
    );
}

#[component]
fn Title() -> impl IntoView {
    let list = expect_context::<ShownList>();
    let run = expect_context::<Run>();
    let title =
        Memo::new(move |_| list.page.with(|page| run.phase.with(|phase| title(page, phase))));
    view! { <h2 id="export-title" tabindex="-1">{move || title.get()}</h2> }
}

fn title(page: &CallsPage, phase: &Phase) -> String {
    let noun = if page.matched == 1 { "call" } else { "calls" };
    let calls = if page.project.is_some() && page.errors.is_empty() {
        format!("{} {noun}", format_number(page.matched))
    } else {
        "calls".to_owned()
    };
    match phase {
        Phase::Form => format!("Download {calls}"),
        Phase::Running(_) => format!("Downloading {calls}"),
        Phase::Done { .. } => "Export complete".to_owned(),
        Phase::Cancelled => "Export cancelled".to_owned(),
        Phase::Refused(_) => "Not exported".to_owned(),
    }
}

#[component]
fn DialogBody(close: Callback<()>) -> impl IntoView {
    let run = expect_context::<Run>();
    let running = Memo::new(move |_| run.running());
    let options = Memo::new(move |_| run.phase.with(|phase| matches!(phase, Phase::Form)));
    move || {
        if running.get() {
            view! { <Progress run/> }.erased()
        } else if options.get() {
            view! { <ExportOptionsForm/> }.erased()
        } else {
            view! { <Outcome close/> }.erased()
        }
    }
}
