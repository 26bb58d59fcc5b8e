//! Contacts that may be the same as the one shown.

use earshot_domain::MergeSuggestion;
use leptos::prelude::*;
use leptos_router::components::A;

use super::list::call_count;
use crate::ui::{Erased, PostButton};

/// The suggestions, each with what it is based on.
#[component]
pub fn Suggestions(
    /// The suggestions.
    suggestions: Vec<MergeSuggestion>,
    /// URL of the contact's page.
    here: String,
    /// The contact's label.
    label: String,
) -> impl IntoView {
    if suggestions.is_empty() {
        return ().erased();
    }
    view! {
        <section class="contact-suggestions" aria-label="Possibly the same contact">
            <h2>"Possibly the same contact"</h2>
            <ul class="entries">
                {suggestions
                    .into_iter()
                    .map(|suggestion| {
                        view! { <Line suggestion here=here.clone() label=label.clone()/> }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
    .erased()
}

#[component]
fn Line(suggestion: MergeSuggestion, here: String, label: String) -> impl IntoView {
    let MergeSuggestion { own, other, contact_id, calls } = suggestion;
    let action = |verb: &str| format!("{here}/identities/{}/{verb}", other.id);
    let basis = format!("{} of {} was verified as {}", call_count(calls), own.value, other.value);
    let basis =
        if own.kind == other.kind { format!("{} have both", call_count(calls)) } else { basis };
    let (join, apart) = (action("merge"), action("dismiss"));
    let value = other.value;
    let join_label = format!("Join {value} and {label}");
    let apart_label = format!("Keep apart: {value} and {label}");
    view! {
        <li class="entry">
            <div>
                <A href=format!("/contacts/{contact_id}")><bdi>{value}</bdi></A>
            </div>
            <div><span class="faint">{basis}</span></div>
            <div class="contact-actions">
                <PostButton action=join text="Join" label=join_label/>
                <PostButton action=apart text="Keep apart" label=apart_label/>
            </div>
        </li>
    }
    .erased()
}
