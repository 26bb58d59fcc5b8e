//! Sensitive options of an export, with the reason and the justification that they require.

use earshot_domain::{ExportForm, ReasonCode};
use leptos::prelude::*;

use crate::ui::{Erased, Field, FieldFault, SubmittedForm, escaped};

/// The options by their fields, as people read them.
const OPTIONS: [(&str, &str); 3] = [
    (ExportForm::CALLER_FULL, "Full caller numbers"),
    (
        ExportForm::ENTITIES,
        "Extracted entities: values for calls that you have unlocked, kinds for others",
    ),
    (ExportForm::DECRYPTED_TRANSCRIPT, "Decrypted transcript of calls that you have unlocked"),
];

/// The options, with the values of a refused form.
#[component]
pub fn SensitiveOptions(
    /// The submitted fields.
    form: SubmittedForm,
) -> impl IntoView {
    let chosen = ExportForm::SENSITIVE.map(|(field, _)| form.has(field, "on"));
    let ticked = RwSignal::new(chosen);
    let required = move || ticked.get().contains(&true);
    let justification = escaped(&form.value("justification").unwrap_or_default());
    let reason_fault = FieldFault::of("reason_code");
    let justification_fault = FieldFault::of("justification");
    let reason = move |code: &ReasonCode| {
        let selected = form.has("reason_code", code.as_str());
        view! { <option value=code.as_str() selected=selected>{code.label()}</option> }
    };
    view! {
        <fieldset class="sensitive">
            <legend>"Sensitive options"</legend>
            {OPTIONS
                .iter()
                .enumerate()
                .map(|(place, (name, label))| {
                    view! {
                        <label class="checkbox">
                            <input
                                type="checkbox"
                                name=*name
                                checked=chosen[place]
                                on:change:target=move |event| {
                                    let checked = event.target().checked();
                                    ticked.update(|ticked| ticked[place] = checked);
                                }
                            />
                            <span>{*label}</span>
                        </label>
                    }
                })
                .collect_view()}
            // Shown by the style sheet once an option is ticked, with and without scripts.
            <div class="sensitive-reason">
                <p class="faint" id="sensitive-note">
                    "A reason and a justification are required. Both are recorded in the audit log with \
                     your name."
                </p>
                <Field label="Reason">
                    <select
                        name="reason_code"
                        required=required
                        aria-invalid=move || reason_fault.invalid()
                    >
                        <option value="">"Select a reason"</option>
                        {ReasonCode::ALL.iter().map(reason).collect_view()}
                    </select>
                    {reason_fault.message()}
                </Field>
                <Field label="Justification">
                    <textarea
                        name="justification"
                        rows="2"
                        maxlength="2000"
                        required=required
                        aria-invalid=move || justification_fault.invalid()
                        aria-describedby="sensitive-note"
                        inner_html=justification
                    ></textarea>
                    {justification_fault.message()}
                </Field>
            </div>
        </fieldset>
    }
    .erased()
}
