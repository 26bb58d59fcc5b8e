//! Sensitive options of an export, with the reason and the justification that they require.

use earshot_domain::{ExportForm, ReasonCode};
use leptos::prelude::*;

use crate::ui::{Erased, Field, SubmittedForm, escaped};

/// The options, with the values of a refused form.
#[component]
pub fn SensitiveOptions(
    /// The submitted fields.
    form: SubmittedForm,
) -> impl IntoView {
    let chosen = form.has(ExportForm::CALLER_FULL, "on");
    let required = RwSignal::new(chosen);
    let justification = escaped(&form.value("justification").unwrap_or_default());
    let reason = move |code: &ReasonCode| {
        let selected = form.has("reason_code", code.as_str());
        view! { <option value=code.as_str() selected=selected>{code.label()}</option> }
    };
    view! {
        <fieldset class="sensitive">
            <legend>"Sensitive options"</legend>
            <label class="checkbox">
                <input
                    type="checkbox"
                    name=ExportForm::CALLER_FULL
                    checked=chosen
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
                    inner_html=justification
                ></textarea>
            </Field>
        </fieldset>
    }
    .erased()
}
