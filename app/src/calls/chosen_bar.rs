//! Bar with the chosen calls and their export; without scripts a form of the ticked rows.

use earshot_domain::{CallId, ExportRequestForm, MAX_CHOSEN_CALLS, Permission};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    state::{ChosenCalls, ShownList},
    ui::Erased,
};

/// Id of the form that the checkboxes of the rows belong to.
const FORM: &str = "export-chosen";

/// How many calls are chosen, with **Export…** and **Clear**.
#[component]
pub fn ChosenBar() -> impl IntoView {
    let chosen = expect_context::<ChosenCalls>();
    let list = expect_context::<ShownList>();
    let profile = list.page.with_untracked(|page| page.profile.clone());
    let sort = Memo::new(move |_| list.page.with(|page| page.filter.sort));
    if !profile.may(Permission::ExportInBackground) {
        return ().erased();
    }
    // The server does not know the tab's selection: it is read once the page is interactive.
    Effect::new(move |_| chosen.restore(&profile.email));
    let navigate = use_navigate();
    let export = move |event: SubmitEvent| {
        event.prevent_default();
        navigate(&chosen.export_href(sort.get_untracked()), NavigateOptions::default());
    };
    view! {
        <form
            id=FORM
            class="chosen-bar"
            class:chosen-none=move || chosen.count() == 0
            method="get"
            action="/exports/new"
            on:submit=export
        >
            <input type="hidden" name="sort" value=move || sort.get().as_str()/>
            <p aria-live="polite">{move || count_text(chosen.count())}</p>
            <button class="button button-primary" type="submit">"Export…"</button>
            <button class="button button-quiet" type="button" on:click=move |_| chosen.clear()>
                "Clear"
            </button>
        </form>
    }
    .erased()
}

fn count_text(count: usize) -> String {
    match count {
        0 => "Ticked calls".to_owned(),
        1 => "1 call chosen".to_owned(),
        MAX_CHOSEN_CALLS => format!("{MAX_CHOSEN_CALLS} calls chosen, the maximum"),
        count => format!("{count} calls chosen"),
    }
}

/// The checkbox of a row.
#[component]
pub fn ChooseCall(
    /// The call.
    id: CallId,
    /// What the call is called for people who do not see the row.
    label: String,
) -> impl IntoView {
    let chosen = expect_context::<ChosenCalls>();
    view! {
        <label class="call-choose">
            <input
                type="checkbox"
                form=FORM
                name=ExportRequestForm::CALL
                value=id.to_string()
                aria-label=label
                prop:checked=move || chosen.has(id)
                disabled=move || chosen.is_full() && !chosen.has(id)
                on:change:target=move |event| chosen.set(id, event.target().checked())
            />
        </label>
    }
    .erased()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_chosen_calls_is_stated() {
        assert_eq!(count_text(1), "1 call chosen");
        assert_eq!(count_text(12), "12 calls chosen");
        assert_eq!(count_text(200), "200 calls chosen, the maximum");
    }
}
