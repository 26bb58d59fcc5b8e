//! Forms of a line: correction, annotation, dispute and its decision.

use earshot_domain::ReviewAction;
use leptos::prelude::*;

use super::{change::ChangeForm, selected_line::SelectedLine};
use crate::ui::{Erased, TextAreaField, TextField};

/// Hidden fields of the line and of the last change the person has seen.
#[component]
pub(super) fn LineFields(line: SelectedLine) -> impl IntoView {
    view! {
        <input type="hidden" name="turn" value=(line.turn + 1).to_string()/>
        <input type="hidden" name="seen" value=move || line.last_text_change().to_string()/>
    }
}

/// Corrects the line.
#[component]
pub(super) fn CorrectForm(line: SelectedLine) -> impl IntoView {
    let text = untrack(move || line.read()).map(|turn| turn.text).unwrap_or_default();
    view! {
        <details name="line-form">
            <summary>"Correct"</summary>
            <ChangeForm changes=line.changes action=ReviewAction::Correct class="stacked-form">
                <LineFields line/>
                <TextAreaField
                    label="What was said"
                    name="text"
                    text
                    max_length=4000
                    required=true
                />
                <TextField label="Reason (optional)" name="reason" max_length=1000/>
                <button class="button button-primary" type="submit">"Save correction"</button>
                <p class="faint">"The previous text is kept in the history."</p>
            </ChangeForm>
        </details>
    }
    .erased()
}

/// Annotates the line.
#[component]
pub(super) fn AnnotateForm(line: SelectedLine) -> impl IntoView {
    view! {
        <details name="line-form">
            <summary>"Annotate"</summary>
            <ChangeForm changes=line.changes action=ReviewAction::Annotate class="stacked-form">
                <input type="hidden" name="turn" value=(line.turn + 1).to_string()/>
                <TextAreaField label="Annotation" name="text" max_length=4000 required=true/>
                <button class="button button-primary" type="submit">"Save annotation"</button>
            </ChangeForm>
        </details>
    }
    .erased()
}

/// Disputes the line.
#[component]
pub(super) fn DisputeForm(line: SelectedLine) -> impl IntoView {
    view! {
        <details name="line-form">
            <summary>"Dispute"</summary>
            <ChangeForm changes=line.changes action=ReviewAction::Dispute class="stacked-form">
                <LineFields line/>
                <TextField label="What is wrong" name="reason" max_length=1000 required=true/>
                <TextAreaField label="What it should say (optional)" name="text" max_length=4000/>
                <button class="button button-primary" type="submit">"Raise dispute"</button>
                <p class="faint">"A Client Admin reviews the dispute. Until then the line is unchanged."</p>
            </ChangeForm>
        </details>
    }
    .erased()
}

/// Accepts or rejects another person's open dispute.
#[component]
pub(super) fn DecideForms(line: SelectedLine, dispute: u32) -> impl IntoView {
    let decide = move |action: ReviewAction, label: &'static str| {
        view! {
            <ChangeForm changes=line.changes action class="stacked-form">
                <input type="hidden" name="dispute" value=dispute.to_string()/>
                <TextField label="Reason (optional)" name="reason" max_length=1000/>
                <button class="button" type="submit">{label}</button>
            </ChangeForm>
        }
    };
    view! {
        <li class="dispute-decision">
            {decide(ReviewAction::Accept, "Accept dispute")}
            {decide(ReviewAction::Reject, "Reject dispute")}
        </li>
    }
    .erased()
}
