//! Field of the names of recordings.

use earshot_domain::{ExportRequestForm as F, FieldError, RecordingNames, RecordingPlaceholder};
use leptos::prelude::*;

use crate::ui::{Erased, Field, FieldProblems};

/// The template of the names of recordings, with its placeholders.
#[component]
pub fn RecordingNamesField(
    /// The template, as it was entered.
    template: String,
    /// The errors of the refused form.
    errors: Vec<FieldError>,
) -> impl IntoView {
    let refused = errors.iter().any(|error| error.field == F::RECORDING_NAMES);
    // A refused template can be mended whatever else is chosen.
    let class = if refused { "" } else { "only-zip only-recordings" };
    view! {
        <div class=class>
            <Field label="Names of recordings">
                <input
                    type="text"
                    name=F::RECORDING_NAMES
                    value=template
                    maxlength=RecordingNames::MAX_CHARACTERS.to_string()
                    autocomplete="off"
                    aria-describedby="recording-names-note"
                    aria-invalid=refused.then_some("true")
                />
            </Field>
            <FieldProblems errors of=vec![F::RECORDING_NAMES]/>
            <p class="faint" id="recording-names-note">{note()}</p>
        </div>
    }
    .erased()
}

fn note() -> String {
    format!(
        "Text with the placeholders {}. Callers are written as in the other files, and {{number}} is the \
         place of the call in the export. Without {{call_id}} or {{number}}, the call's id is added, so \
         that no two names are the same.",
        RecordingPlaceholder::listed()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_lists_every_placeholder() {
        let note = note();
        for placeholder in RecordingPlaceholder::ALL {
            assert!(note.contains(&format!("{{{placeholder}}}")), "{note}");
        }
    }
}
