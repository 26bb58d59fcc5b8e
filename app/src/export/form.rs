//! What goes into the file, with the options the role has.

use earshot_domain::{CallsPage, FormPairs, ReasonCode, Role};
use leptos::{ev::SubmitEvent, html, prelude::*, server_fn::ServerFn};

use super::run::Run;
use crate::api::ExportCalls;
use crate::browser::form_pairs;
use crate::ui::{Erased, Field};

/// The form: the applied filter in hidden fields, the options, and **Download CSV**.
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
                "One row per call: id, project, start, status, channel, caller, agent, seconds, \
                 summary and the redacted transcript. " {caller_words(role)}
            </p>
            <label class="tick">
                <input type="checkbox" name="bom"/>
                "Byte order mark, for spreadsheets that show accents wrongly"
            </label>
            {role.uses_sensitive_options().then(|| view! { <SensitiveOptions/> })}
            <div class="sheet-actions">
                <button class="button button-primary" type="submit" autofocus>"Download CSV"</button>
            </div>
        </form>
    }
    .erased()
}

const fn caller_words(role: Role) -> &'static str {
    match role {
        Role::ClientAdmin | Role::ClientManager => {
            "Caller numbers are shortened to their last four digits."
        }
        Role::ClientStaff => "Callers are written as [REDACTED].",
    }
}

#[component]
fn SensitiveOptions() -> impl IntoView {
    let wanted = RwSignal::new(false);
    let reason = |code: &ReasonCode| {
        view! { <option value=code.as_str()>{code.label()}</option> }
    };
    view! {
        <fieldset class="sensitive">
            <legend>"Sensitive options"</legend>
            <label class="tick">
                <input
                    type="checkbox"
                    name="include_caller_full"
                    on:change:target=move |event| wanted.set(event.target().checked())
                />
                "Whole caller numbers"
            </label>
            <p class="faint" id="sensitive-note">
                "Needs a reason and a justification. Both are kept in the audit log with your name."
            </p>
            <Field label="Reason">
                <select name="reason_code" required=move || wanted.get()>
                    <option value="">"Pick a reason"</option>
                    {ReasonCode::ALL.iter().map(reason).collect_view()}
                </select>
            </Field>
            <Field label="Justification">
                <textarea
                    name="justification"
                    rows="2"
                    maxlength="2000"
                    required=move || wanted.get()
                    aria-describedby="sensitive-note"
                ></textarea>
            </Field>
        </fieldset>
    }
    .erased()
}
