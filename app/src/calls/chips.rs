//! Applied filters as chips; removing one changes the draft, which Search applies.

use earshot_domain::{CallFilter, CallsPage, FilterParameter, ListQuery};
use leptos::prelude::*;

use super::filter_form::FilterForm;
use crate::{
    browser,
    ui::{Erased, Icon, Symbol},
};

/// Describes a whole filter, for the export history.
pub fn filter_text(filter: &CallFilter) -> String {
    filter.describe()
}

/// One chip per applied value; the project has a field of its own.
#[component]
pub fn Chips(
    page: StoredValue<CallsPage>,
    form: FilterForm,
    changed: RwSignal<bool>,
) -> impl IntoView {
    let filter = page.with_value(|page| page.filter.clone());
    let values: Vec<_> = filter
        .pairs()
        .into_iter()
        .filter(|(parameter, _)| *parameter != FilterParameter::ProjectId)
        .collect();
    let any = !values.is_empty();
    let chip = move |(parameter, value): (FilterParameter, String)| {
        let href =
            ListQuery { filter: filter.without(parameter, &value), ..ListQuery::default() }.href();
        view! { <Chip parameter value href form changed/> }
    };
    view! {
        <div class="chips" class:chips-empty=!any>
            {any
                .then(|| {
                    view! {
                        <ul aria-label="Applied filters">
                            {values.into_iter().map(chip).collect_view()}
                        </ul>
                    }
                })}
            <p class="draft-note" role="status">
                {move || changed.get().then_some("Filters changed. Press Search to apply them.")}
            </p>
        </div>
    }
    .erased()
}

#[component]
fn Chip(
    parameter: FilterParameter,
    value: String,
    href: String,
    form: FilterForm,
    changed: RwSignal<bool>,
) -> impl IntoView {
    let removed = RwSignal::new(false);
    let text = parameter.describe(&value);
    let label = format!("Remove {text}");
    let remove = move |event: leptos::ev::MouseEvent| {
        let Some(form) = form.get() else { return };
        event.prevent_default();
        event.stop_propagation();
        browser::clear_field(&form, parameter.as_str(), &value);
        removed.set(true);
        changed.set(true);
    };
    view! {
        <li class="chip" class:chip-removed=move || removed.get()>
            <span>{text}</span>
            <a href=href role="button" aria-label=label on:click=remove>
                <Icon symbol=Symbol::Close/>
            </a>
        </li>
    }
    .erased()
}
