//! The section **PII unlock**.

use earshot_domain::Unlock;
use leptos::prelude::*;

use super::{card::Card, live::LiveUnlock, request_form::RequestForm, text::UnlockedTextView};
use crate::{
    review::workflow::Changes,
    state::PageQuery,
    ui::{Erased, ProblemNotice, date_time},
};

/// The section, for viewers who may unlock; nothing for others.
#[component]
pub fn UnlockSection(changes: Changes) -> impl IntoView {
    let (id, unlock) =
        changes.review.with_untracked(|review| (review.row.id, review.unlock.clone()));
    let Some(unlock) = unlock else { return ().erased() };
    let card = Card::new(id, &unlock);
    let refusal = unlock.refusal;
    let (has_raw_text, form) = (unlock.has_raw_text, unlock.form);
    view! {
        <section class="unlock" id="unlock" aria-label="PII unlock">
            <h3>"PII unlock"</h3>
            {move || {
                card.problem.get().map(|problem| view! { <ProblemNotice problem/> })
            }}
            {move || match card.live.get() {
                Some(live) => view! { <LiveUnlock card live/> }.erased(),
                None => {
                    view! {
                        <RequestForm card refusal has_raw_text form=form.clone()/>
                    }
                        .erased()
                }
            }}
            {move || card.text.get().map(|text| view! { <UnlockedTextView text/> })}
            <Others others=unlock.others call=id.to_string()/>
            <p class="faint">
                "Every request, view and end is recorded. "
                <a href="/activity/sensitive" rel="external">"Sensitive access"</a>
            </p>
        </section>
    }
    .erased()
}

/// Live unlocks of others, which a Client Admin can end.
#[component]
fn Others(others: Vec<Unlock>, call: String) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let other = move |unlock: Unlock| {
        let call = call.clone();
        let label = format!("End unlock of {}", unlock.person);
        view! {
            <li>
                <p>
                    <bdi>{unlock.person}</bdi>
                    {format!(": {}, until {}", unlock.scope.label(), date_time(&unlock.expires))}
                </p>
                <form method="post" action=move || format!("{}#unlock", query.get().href())>
                    <input type="hidden" name="unlock" value="end"/>
                    <input type="hidden" name="call_id" value=call/>
                    <input type="hidden" name="unlock_id" value=unlock.id.to_string()/>
                    <button class="button" type="submit" aria-label=label>"End unlock"</button>
                </form>
            </li>
        }
    };
    (!others.is_empty())
        .then(|| {
            view! {
                <h4>"Unlocked by others"</h4>
                <ul class="unlock-others">{others.into_iter().map(other).collect_view()}</ul>
            }
        })
        .erased()
}
