//! Forms that mark a missed or a wrong redaction of a line.

use earshot_domain::{RedactionLabel, ReviewAction};
use leptos::prelude::*;

use super::{change::ChangeForm, line_forms::LineFields, selected_line::SelectedLine};
use crate::{
    browser::fill_with_selection,
    ui::{Choice, Erased, Field, SelectField},
};

/// Marks words that redaction missed. Words that are selected when the form is opened are in its field.
#[component]
pub(super) fn RedactForm(line: SelectedLine) -> impl IntoView {
    let words = NodeRef::new();
    let choice = |label: &RedactionLabel| Choice::new(label.as_str(), label.label(), false);
    let choices: Vec<Choice> = RedactionLabel::ALL.iter().map(choice).collect();
    view! {
        <details name="line-form">
            <summary on:pointerdown=move |_| fill_with_selection(words)>"Redact"</summary>
            <ChangeForm changes=line.changes action=ReviewAction::MarkMissed class="stacked-form">
                <LineFields line/>
                <Field label="Words to redact">
                    <input
                        name="text"
                        maxlength="200"
                        required
                        autocomplete="off"
                        aria-describedby="redact-note"
                        node_ref=words
                    />
                </Field>
                <SelectField label="What they are" name="label" choices/>
                <button class="button button-primary" type="submit">"Redact words"</button>
                <p class="faint" id="redact-note">
                    "Select them in the line, or type them. They are replaced wherever this call has them: \
                     transcript, summary, notes, search and files. The history does not show them."
                </p>
            </ChangeForm>
        </details>
    }
    .erased()
}

/// Marks a placeholder as not personal; nothing for a line without any.
#[component]
pub(super) fn NotPersonalForm(line: SelectedLine) -> impl IntoView {
    let text = untrack(move || line.read()).map(|turn| turn.text).unwrap_or_default();
    let placeholders = RedactionLabel::placeholders(&text);
    if placeholders.is_empty() {
        return ().erased();
    }
    let is_kept = line
        .changes
        .review
        .with_untracked(|review| review.unlock.as_ref().is_some_and(|unlock| unlock.has_raw_text));
    let choice = |(place, (range, _)): (usize, &(std::ops::Range<usize>, RedactionLabel))| {
        Choice::new((place + 1).to_string(), around(&text, range.clone()), false)
    };
    let choices: Vec<Choice> = placeholders.iter().enumerate().map(choice).collect();
    view! {
        <details name="line-form">
            <summary>"Not personal"</summary>
            {if is_kept {
                view! {
                    <ChangeForm changes=line.changes action=ReviewAction::MarkWrong class="stacked-form">
                        <LineFields line/>
                        <SelectField label="Placeholder" name="place" choices/>
                        <button class="button button-primary" type="submit">"Put the words back"</button>
                        <p class="faint">
                            "Demands your own PII unlock of the transcript, which shows what was said. The words \
                             are then in this line for everybody who sees the call."
                        </p>
                    </ChangeForm>
                }
                    .erased()
            } else {
                view! {
                    <p class="faint">
                        "No text from before redaction is kept of this call, so the words cannot be put back. \
                         Correct the line instead."
                    </p>
                }
                    .erased()
            }}
        </details>
    }
    .erased()
}

/// Characters around a placeholder that tell it from others.
const AROUND: usize = 18;

/// A placeholder with what is around it.
fn around(text: &str, range: std::ops::Range<usize>) -> String {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let skipped = before.chars().count().saturating_sub(AROUND);
    let start: String = before.chars().skip(skipped).collect();
    let end: String = after.chars().take(AROUND).collect();
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    let (left, right) = (dots(skipped > 0), dots(after.chars().count() > AROUND));
    format!("{left}{start}{}{end}{right}", &text[range])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_shown_with_what_is_around_it() {
        let text = "Good morning, this is [PERSON] of the harbour office speaking";
        let range = RedactionLabel::placeholders(text).remove(0).0;
        assert_eq!(around(text, range), "… morning, this is [PERSON] of the harbour of…");
        assert_eq!(around("é [AGE] é", 3..8), "é [AGE] é");
    }
}
