//! Export form with the options of the role.

use earshot_domain::{CallsPage, FormPairs, Permission, ReasonCode, Role};
use leptos::{ev::SubmitEvent, html, prelude::*, server_fn::ServerFn};

use super::run::Run;
use crate::api::ExportCalls;
use crate::browser::form_pairs;
use crate::ui::{Erased, Field};

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
                "For Excel: shows accented letters correctly"
            </label>
            {role.may(Permission::ExportSensitive).then(|| view! { <SensitiveOptions/> })}
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

#[component]
fn SensitiveOptions() -> impl IntoView {
    let required = RwSignal::new(false);
    let reason = |code: &ReasonCode| {
        view! { <option value=code.as_str()>{code.label()}</option> }
    };
    view! {
        <fieldset class="sensitive">
            <legend>"Sensitive options"</legend>
            <label class="checkbox">
                <input
                    type="checkbox"
                    name="include_caller_full"
                    on:change:target=move |event| required.set(event.target().checked())
                />
                "Full caller numbers"
            </label>
            <p class="faint" id="sensitive-note">
                "A reason and a justification are required. Both are recorded in the audit log with \
                 your name."
            </p>
            <Field label="Reason">
                <select name="reason_code" required=move || required.get()>
                    <option value="">"Select a reason"</option>
                    {ReasonCode::ALL.iter().map(reason).collect_view()}
                </select>
            </Field>
            <Field label="Justification">
                <textarea
                    name="justification"
                    rows="2"
                    maxlength="2000"
                    required=move || required.get()
                    aria-describedby="sensitive-note"
                ></textarea>
            </Field>
        </fieldset>
    }
    .erased()
}
