//! Export form with the options of the role.

use earshot_domain::{CallsPage, FormPairs, Permission, Role};
use leptos::{context::Provider, ev::SubmitEvent, html, prelude::*, server_fn::ServerFn};

use super::{
    blocked::blocked, cancel_running::CancelRunning, filter_link::FilterExportLink, run::Run,
    scope::ExportScope, sensitive::SensitiveOptions,
};
use crate::api::ExportCalls;
use crate::browser::{focus_invalid, form_pairs};
use crate::state::ShownList;
use crate::ui::{Erased, FormErrors, SubmittedForm};

/// The options of the list that is shown, or why it cannot be exported.
#[component]
pub fn ExportOptionsForm() -> impl IntoView {
    let list = expect_context::<ShownList>();
    move || {
        let page = list.page.get();
        match blocked(&page) {
            Some(reason) => view! { <Blocked page reason/> }.erased(),
            None => view! { <Options page/> }.erased(),
        }
    }
}

#[component]
fn Blocked(page: CallsPage, reason: String) -> impl IntoView {
    let running = page.running_export;
    view! {
        <ExportScope page/>
        <p class="notice" id="export-blocked">
            {reason} " " <a href="/help#export-disabled">"Why?"</a>
        </p>
        {running.map(|id| view! { <CancelRunning id/> })}
        <div class="sheet-actions">
            <FilterExportLink class="button"/>
            <button class="button" type="button" disabled aria-describedby="export-blocked">
                "Download CSV"
            </button>
        </div>
    }
    .erased()
}

/// The applied filter in hidden fields, the options, and **Download CSV**.
#[component]
fn Options(page: CallsPage) -> impl IntoView {
    let run = expect_context::<Run>();
    let form: NodeRef<html::Form> = NodeRef::new();
    let start = move |event: SubmitEvent| {
        let Some(element) = form.get_untracked() else { return };
        event.prevent_default();
        run.start(FormPairs(form_pairs(&element)));
    };
    Effect::new(move |_| {
        if let (false, Some(form)) = (run.errors.read().is_empty(), form.get()) {
            focus_invalid(form);
        }
    });
    let (pairs, role) = (page.filter.pairs(), page.profile.role);
    let hidden = |(parameter, value): (earshot_domain::FilterParameter, String)| {
        view! { <input type="hidden" name=parameter.as_str() value=value/> }
    };
    let entered = SubmittedForm(run.entered.get_value());
    let bom = entered.has("bom", "on");
    view! {
        <form
            class="export-form"
            method="post"
            action=ExportCalls::PATH
            node_ref=form
            on:submit=start
        >
            {pairs.into_iter().map(hidden).collect_view()}
            <ExportScope page/>
            <p>
                "One row per call: ID, project, start, status, channel, caller, agent, duration in seconds, \
                 summary and redacted transcript. " {caller_note(role)}
            </p>
            <label class="checkbox">
                <input type="checkbox" name="bom" checked=bom/>
                "For Excel: letters, numbers and dates stay as they are"
            </label>
            {role
                .may(Permission::ExportSensitive)
                .then(|| {
                    view! {
                        <Provider value=FormErrors(run.errors.into())>
                            <SensitiveOptions form=entered/>
                        </Provider>
                    }
                })}
            <div class="sheet-actions">
                <FilterExportLink class="button"/>
                <button class="button button-primary" type="submit" autofocus>"Download CSV"</button>
            </div>
        </form>
    }
    .erased()
}

const fn caller_note(role: Role) -> &'static str {
    if role.may(Permission::ViewCallers) {
        "Caller numbers are shortened to their last four digits."
    } else {
        "Callers are written as [REDACTED]."
    }
}
