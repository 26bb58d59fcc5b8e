//! Sets of columns saved by name: save the ticked columns, pick or delete a set.

use earshot_domain::{ExportFieldSet, ExportRequest, FieldError};
use leptos::prelude::*;

use crate::ui::{Erased, FieldProblems, TextField};

/// The saved sets, and a field to save the ticked columns as another one.
#[component]
pub fn SavedColumns(
    /// The request, to which a picked set is applied.
    request: ExportRequest,
    /// The saved sets.
    sets: Vec<ExportFieldSet>,
    /// The name in a refused form.
    name: Option<String>,
    /// The errors of the refused form.
    errors: Vec<FieldError>,
) -> impl IntoView {
    let any = !sets.is_empty();
    let set = |set: ExportFieldSet| view! { <SavedSet request=request.clone() set/> };
    let sets = sets.into_iter().map(set).collect_view();
    view! {
        <fieldset class="field saved-columns">
            <legend>"Saved columns"</legend>
            // The first button of the form does the same, for the Enter key in the field.
            <div class="save-columns">
                <TextField
                    label="Save the ticked columns as"
                    name=ExportFieldSet::NAME
                    value=name
                    max_length=50
                />
                <button
                    class="button"
                    type="submit"
                    formaction="/exports/field-sets"
                    formnovalidate
                >
                    "Save columns"
                </button>
            </div>
            <FieldProblems errors of=vec![ExportFieldSet::NAME]/>
            {any.then(|| view! { <ul class="saved-sets">{sets}</ul> })}
        </fieldset>
    }
    .erased()
}

#[component]
fn SavedSet(request: ExportRequest, set: ExportFieldSet) -> impl IntoView {
    let href = format!("/exports/new?{}", set.apply(&request).to_query());
    let kind = if set.by_message { "a row for each message" } else { "a row for each call" };
    let noun = if set.fields.len() == 1 { "column" } else { "columns" };
    let facts = format!("{} {noun}, {kind}", set.fields.len());
    let label = format!("Delete {}", set.name);
    view! {
        <li>
            // Loaded anew, so that the fields show the set.
            <a href=href rel="external">{set.name.clone()}</a>
            <span class="faint">{facts}</span>
            <button
                class="button button-quiet"
                type="submit"
                formaction="/exports/field-sets/delete"
                formnovalidate
                name=ExportFieldSet::DELETE
                value=set.name
                aria-label=label
            >
                "Delete"
            </button>
        </li>
    }
    .erased()
}
