//! Date filter: presets, first and last day.

use earshot_domain::ListQuery;
use leptos::prelude::*;

use super::{draft::Draft, presets::Preset};
use crate::{
    state::{PageQuery, ShownList},
    ui::{Erased, FieldFault},
};

/// The presets, which apply at once, and the two date fields.
#[component]
pub fn DateFields(draft: Draft) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let list = expect_context::<ShownList>();
    let today = move || list.page.with(|page| page.today);
    let current = Memo::new(move |_| {
        let filter = query.get().filter;
        let text = |bound: &Option<earshot_domain::Bound>| {
            bound.as_ref().map(earshot_domain::Bound::as_text).unwrap_or_default()
        };
        Preset::of(&text(&filter.from), &text(&filter.to), today())
    });
    let preset = move |preset: Preset| {
        let href = move || {
            let filter = preset.apply(&query.get().filter, today());
            ListQuery { filter, ..ListQuery::default() }.href()
        };
        let pick = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            event.stop_propagation();
            let (from, to) = preset.days(list.page.with_untracked(|page| page.today));
            draft.set([("from", from), ("to", to)]);
        };
        view! {
            <a
                href=href
                class="segment"
                role="button"
                aria-pressed=move || if current.get() == Some(preset) { "true" } else { "false" }
                on:click=pick
            >
                {preset.label()}
            </a>
        }
    };
    view! {
        <fieldset class="field dates">
            <legend>"Dates"</legend>
            <div class="segments">{Preset::ALL.map(preset).collect_view()}</div>
            <div class="date-pair">
                <DateInput name="from" label="From"/>
                <span aria-hidden="true">"–"</span>
                <DateInput name="to" label="To"/>
            </div>
        </fieldset>
    }
    .erased()
}

#[component]
fn DateInput(name: &'static str, label: &'static str) -> impl IntoView {
    let typed = expect_context::<PageQuery>().typed(name);
    let fault = FieldFault::of(name);
    view! {
        <span class="date-field">
            <input
                type=date_type(&typed)
                name=name
                value=typed
                aria-label=label
                aria-invalid=move || fault.invalid()
                autofocus=fault.is_first()
            />
            {fault.message()}
        </span>
    }
    .erased()
}

/// Returns the input type of a value: a day has the browser's date picker, an instant from a link
/// is text.
fn date_type(value: &str) -> &'static str {
    if value.len() > 10 { "text" } else { "date" }
}
