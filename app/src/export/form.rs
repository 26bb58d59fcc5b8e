//! Export form with the options of the role.

use earshot_domain::{CallsPage, FormPairs, Permission, Role};
use leptos::{ev::SubmitEvent, html, prelude::*, server_fn::ServerFn};

use super::{run::Run, sensitive::SensitiveOptions};
use crate::api::ExportCalls;
use crate::browser::form_pairs;
use crate::ui::{Erased, SubmittedForm};

/// The applied filter in hidden fields, the options, and **Download CSV**.
#[component]
pub fn ExportOptionsForm(page: StoredValue<CallsPage>, run: Run) -> impl IntoView {
    let form: NodeRef<html::Form> = NodeRef::new();
    let start = move |event: SubmitEvent| {
        let Some(element) = form.get() else { return };
        event.prevent_default();
        run.start(FormPairs(form_pairs(&element)));
    };
    let (pairs, role) = page.with_value(|page| (page.filter.pairs(), page.profile.role));
    let hidden = |(parameter, value): (earshot_domain::FilterParameter, String)| {
        view! { <input type="hidden" name=parameter.as_str() value=value/> }
    };
    view! {
        <form
            class="export-form"
            method="post"
            action=ExportCalls::PATH
            node_ref=form
            on:submit=start
        >
            {pairs.into_iter().map(hidden).collect_view()}
            <p>
                "One row per call: ID, project, start, status, channel, caller, agent, duration in seconds, \
                 summary and redacted transcript. " {caller_note(role)}
            </p>
            <label class="checkbox">
                <input type="checkbox" name="bom"/>
                "For Excel: letters, numbers and dates stay as they are"
            </label>
            {role
                .may(Permission::ExportSensitive)
                .then(|| view! { <SensitiveOptions form=SubmittedForm(Vec::new())/> })}
            <div class="sheet-actions">
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
