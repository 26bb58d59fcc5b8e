//! Fields of the contents, in two groups.

use earshot_domain::{
    ExportContent, ExportRequest, ExportRequestForm as F, FieldError, Permission, Role,
};
use leptos::prelude::*;

use crate::ui::{Choice, Erased, FieldProblems, checkboxes};

/// What each conversation includes; recordings only for roles that may download them.
#[component]
pub fn ContentFields(role: Role, request: ExportRequest, errors: Vec<FieldError>) -> impl IntoView {
    let offered = |content: &&ExportContent| {
        **content != ExportContent::Recordings || role.may(Permission::DownloadRecordings)
    };
    let (usual, more): (Vec<_>, Vec<_>) =
        ExportContent::ALL.iter().filter(offered).partition(|content| content.by_default());
    let boxes = |contents: Vec<&ExportContent>| {
        let choice = |content: &ExportContent| {
            let label = match content {
                ExportContent::Recordings => "Recordings (ZIP only)",
                other => other.label(),
            };
            Choice::new(content.as_str(), label, request.contents.has(*content))
        };
        checkboxes(F::INCLUDE, contents.into_iter().map(choice).collect())
    };
    view! {
        <input type="hidden" name=F::CONTENTS_CHOSEN value="1"/>
        <fieldset class="field checkbox-group">
            <legend>"Contents"</legend>
            {boxes(usual)}
            <FieldProblems errors of=vec![F::INCLUDE]/>
        </fieldset>
        <fieldset class="field checkbox-group">
            <legend>"More contents"</legend>
            {boxes(more)}
        </fieldset>
    }
    .erased()
}
