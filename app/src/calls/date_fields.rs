//! Date filter: presets, first and last day.

use earshot_domain::{CallsPage, ListQuery};
use leptos::prelude::*;

use super::{filter_form::FilterForm, presets::Preset};
use crate::ui::Erased;

/// The presets and the two date fields.
#[component]
pub fn DateFields(
    page: StoredValue<CallsPage>,
    form: FilterForm,
    changed: RwSignal<bool>,
) -> impl IntoView {
    let (filter, today) = page.with_value(|page| (page.filter.clone(), page.today));
    let text = |bound: &Option<earshot_domain::Bound>| {
        bound.as_ref().map(earshot_domain::Bound::as_text).unwrap_or_default()
    };
    let (from, to) = (text(&filter.from), text(&filter.to));
    let current = RwSignal::new(Preset::of(&from, &to, today));
    let preset = move |preset: Preset| {
        let href =
            ListQuery { filter: preset.apply(&filter, today), ..ListQuery::default() }.href();
        let pick = move |event: leptos::ev::MouseEvent| {
            let Some(form) = form.get() else { return };
            event.prevent_default();
            event.stop_propagation();
            let (from, to) = preset.days(today);
            crate::browser::set_field(&form, "from", &from);
            crate::browser::set_field(&form, "to", &to);
            current.set(Some(preset));
            changed.set(true);
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
    let on_input = move |_| current.set(None);
    view! {
        <fieldset class="field dates">
            <legend>"Dates"</legend>
            <div class="segments">{Preset::ALL.map(preset).collect_view()}</div>
            <div class="date-pair">
                <input type=date_type(&from) name="from" value=from aria-label="From" on:input=on_input/>
                <span aria-hidden="true">"–"</span>
                <input type=date_type(&to) name="to" value=to aria-label="To" on:input=on_input/>
            </div>
        </fieldset>
    }
    .erased()
}

/// Returns the input type of a value: a day has the browser's date picker, an instant from a link
/// is text.
fn date_type(value: &str) -> &'static str {
    if value.len() > 10 { "text" } else { "date" }
}
