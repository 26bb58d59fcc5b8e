//! The form of a request to unlock.

use earshot_domain::{ReasonCode, UNLOCK_MINUTES, UnlockRefusal, UnlockScope};
use leptos::prelude::*;

use super::card::Card;
use crate::{
    state::PageQuery,
    ui::{Choice, DoneNotice, Erased, Field, SelectField, SubmittedForm, TextAreaField, TextField},
};

/// The form, with the values of a refused one, and why it would be refused now.
#[component]
pub fn RequestForm(
    card: Card,
    refusal: Option<UnlockRefusal>,
    has_raw_text: bool,
    form: Vec<(String, String)>,
) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let open = !form.is_empty();
    let note = match refusal {
        Some(refusal) => Some(refusal.label()),
        None if !has_raw_text => Some(UnlockRefusal::NoRawText.label()),
        None => None,
    };
    view! {
        {move || card.ended.get().then(|| view! { <DoneNotice text="The unlock has ended."/> })}
        {note.map(|note| view! { <p class="unlock-refusal">{note}</p> })}
        <details class="unlock-request" open=open>
            <summary>"Request unlock"</summary>
            <form
                class="stacked-form"
                method="post"
                action=move || format!("{}#unlock", query.get().href())
                on:submit=move |event| card.request(&event)
            >
                <p>
                    {format!(
                        "Shows you what redaction removed from this call, for {UNLOCK_MINUTES} minutes. \
                         Only you see it.",
                    )}
                </p>
                <input type="hidden" name="unlock" value="request"/>
                <input type="hidden" name="call_id" value=card.call.to_string()/>
                {fields(&SubmittedForm(form))}
                <button class="button button-primary" type="submit">"Request unlock"</button>
            </form>
        </details>
    }
    .erased()
}

fn fields(form: &SubmittedForm) -> AnyView {
    let scope = |scope: &UnlockScope| {
        Choice::new(scope.as_str(), scope.label(), form.has("scope", scope.as_str()))
    };
    let reason = |code: &ReasonCode| {
        let selected = form.has("reason_code", code.as_str());
        view! { <option value=code.as_str() selected=selected>{code.label()}</option> }
    };
    let scopes = UnlockScope::ALL.iter().map(scope).collect();
    let reasons = ReasonCode::ALL.iter().map(reason).collect_view();
    let other_reason = form.value("other_reason");
    let justification = form.value("justification").unwrap_or_default();
    view! {
        <SelectField label="Artefact scope" name="scope" choices=scopes/>
        <Field label="Reason code">
            <select name="reason_code" required>
                <option value="">"Select a reason"</option>
                {reasons}
            </select>
        </Field>
        <div class="unlock-other">
            <TextField
                label="Other reason"
                name="other_reason"
                value=other_reason
                max_length=200
            />
        </div>
        <TextAreaField
            label="Justification (20 to 2,000 characters)"
            name="justification"
            text=justification
            max_length=2000
            required=true
        />
    }
    .erased()
}
