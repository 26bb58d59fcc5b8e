//! Page of a new export.

use earshot_domain::ExportRequestForm;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

use super::{form::StartForm, selection::Selection};
use crate::{
    api::{NewExportPage, load, load_new_export},
    frame::page_frame,
    ui::{Erased, ProblemNotice},
};

/// What will be exported, in words, and the form that starts it.
#[component]
pub fn NewExportPageView() -> impl IntoView {
    let location = use_location();
    let query = Memo::new(move |_| location.search.read().trim_start_matches('?').to_owned());
    let page = load(move || query.get(), load_new_export);
    page_frame("New export", page, |page| view! { <Content page/> }.erased())
}

#[component]
fn Content(page: NewExportPage) -> impl IntoView {
    let NewExportPage { profile, form, contact, sets, matched, mail, problem } = page;
    let request = ExportRequestForm::parse(&form).request;
    let errors = problem.as_ref().map(|problem| problem.fields.clone()).unwrap_or_default();
    view! {
        <p class="breadcrumb"><A href="/exports">"Exports"</A></p>
        <h1>"New export"</h1>
        {problem.map(|problem| view! { <ProblemNotice problem/> })}
        <Selection profile=profile.clone() request=request.clone() contact matched/>
        <StartForm role=profile.role request matched mail form sets errors/>
    }
    .erased()
}
