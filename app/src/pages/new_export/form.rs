//! Form that starts an export; it works without scripts.

use earshot_domain::{
    BACKGROUND_CALLS, ExportFieldSet, ExportForm, ExportMail, ExportRequest,
    ExportRequestForm as F, FieldError, Permission, Role,
};
use leptos::prelude::*;

use super::{
    column_fields::ColumnFields, content_fields::ContentFields, format_fields::FormatFields,
    recording_names_field::RecordingNamesField, saved_columns::SavedColumns,
};
use crate::{
    export::{SensitiveOptions, mail_note},
    ui::{Erased, FieldProblems, SubmittedForm},
};

/// The form, with the values of the URL or of a refused form.
#[component]
pub fn StartForm(
    /// The role, which decides what is offered.
    role: Role,
    /// The request so far.
    request: ExportRequest,
    /// Number of calls that match.
    matched: Option<u64>,
    /// The mail about an export in the background.
    mail: ExportMail,
    /// The fields of the URL or of the submitted form.
    form: Vec<(String, String)>,
    /// The saved sets of columns.
    sets: Vec<ExportFieldSet>,
    /// The errors of the refused form.
    errors: Vec<FieldError>,
) -> impl IntoView {
    let form = SubmittedForm(form);
    let set_name = form.value(ExportFieldSet::NAME);
    let names = form.value(F::RECORDING_NAMES);
    let names = names.unwrap_or_else(|| request.recording_names.to_string());
    let names = role.may(Permission::DownloadRecordings).then(|| {
        let errors = errors.clone();
        view! { <RecordingNamesField template=names errors/> }
    });
    let submitted = form.clone();
    let sensitive = role.may(Permission::ExportSensitive).then(|| {
        let mut fields = vec!["reason_code", "justification"];
        fields.extend(ExportForm::SENSITIVE.map(|(field, _)| field));
        let errors = errors.clone();
        view! {
            <div>
                <SensitiveOptions form/>
                <FieldProblems errors of=fields/>
            </div>
        }
    });
    view! {
        <form class="new-export" method="post" action="/exports/new">
            // The Enter key in a field presses the first button of a form.
            <button
                class="visually-hidden"
                type="submit"
                formaction="/exports/field-sets"
                formnovalidate
                tabindex="-1"
                aria-hidden="true"
            >
                "Save columns"
            </button>
            <HiddenFields request=request.clone()/>
            <FormatFields request=request.clone() errors=errors.clone()/>
            <ContentFields role request=request.clone() errors=errors.clone()/>
            {names}
            <ColumnFields request=request.clone() form=submitted errors=errors.clone()/>
            <SavedColumns request=request.clone() sets name=set_name errors/>
            <fieldset class="field checkbox-group">
                <legend>"Callers and customers"</legend>
                <p class="faint" id="anonymise-note">{caller_note(role)}</p>
                <label class="checkbox">
                    <input
                        type="checkbox"
                        name=F::ANONYMISE
                        checked=request.anonymise
                        aria-describedby="anonymise-note"
                    />
                    <span>"Anonymise: replace callers and customers by pseudonyms"</span>
                </label>
            </fieldset>
            {sensitive}
            <div class="new-export-start">
                <button class="button button-primary" type="submit">"Start export"</button>
                <p class="faint">{waiting_note(matched, &mail)}</p>
            </div>
        </form>
    }
    .erased()
}

/// The filter, the chosen calls, the contact and the tags.
#[component]
fn HiddenFields(request: ExportRequest) -> impl IntoView {
    let filter = request.filter.pairs().into_iter();
    let filter = filter.map(|(parameter, value)| (parameter.as_str(), value));
    let calls = request.calls.iter().map(|id| (F::CALL, id.to_string()));
    let contact = request.contact.iter().map(|contact| (F::CONTACT, contact.id.to_string()));
    let tags = request.tags.iter().map(|tag| (F::EVERY_TAG, tag.clone()));
    let field = |(name, value): (&'static str, String)| {
        view! { <input type="hidden" name=name value=value/> }
    };
    filter.chain(calls).chain(contact).chain(tags).map(field).collect_view().erased()
}

const fn caller_note(role: Role) -> &'static str {
    if role.may(Permission::ViewCallers) {
        "Caller numbers are shortened to their last four digits. With pseudonyms, the same caller \
         has the same pseudonym in the whole export, and another one in the next export."
    } else {
        "Callers are written as [REDACTED]. With pseudonyms, the same caller has the same \
         pseudonym in the whole export, and another one in the next export."
    }
}

fn waiting_note(matched: Option<u64>, mail: &ExportMail) -> String {
    match matched {
        Some(BACKGROUND_CALLS..) => mail_note(mail),
        _ => "The page waits for the export, and the download starts by itself.".to_owned(),
    }
}
