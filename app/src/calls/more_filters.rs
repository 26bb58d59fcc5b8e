//! The filters that are used less: words, outcome, sentiment, channel, recording, order.

use earshot_domain::{CallsPage, Channel, OutcomeCode, Sentiment, Sort};
use leptos::prelude::*;

use super::{
    follow_up_fields::FollowUpFields,
    ticks::{Tick, Ticks},
};
use crate::ui::{Erased, Icon, Symbol};

/// A menu with the rest of the filters and how many of them are set.
#[component]
pub fn MoreFilters(page: StoredValue<CallsPage>) -> impl IntoView {
    let filter = page.with_value(|page| page.filter.clone());
    let outcomes = page.with_value(|page| page.choices.outcomes.clone());
    let used = filter.outcome.len()
        + filter.sentiment.len()
        + filter.channel.len()
        + filter.q.len()
        + filter.review_state.len()
        + filter.assignee.len()
        + usize::from(filter.has_recording.is_some())
        + usize::from(filter.sort != Sort::Newest);
    let unclassified = OutcomeCode::from_label(OutcomeCode::UNCLASSIFIED);
    let outcome = |code: &OutcomeCode| Tick {
        value: code.as_str().to_owned(),
        label: code.label(),
        checked: filter.outcome.contains(code),
    };
    let outcomes = outcomes.iter().chain(&unclassified).map(outcome).collect();
    let sentiment = |mood: &Sentiment| Tick {
        value: mood.as_str().to_owned(),
        label: mood.label().to_owned(),
        checked: filter.sentiment.contains(mood),
    };
    let channel = |channel: &Channel| Tick {
        value: channel.as_str().to_owned(),
        label: channel.label().to_owned(),
        checked: filter.channel.contains(channel),
    };
    let sort = filter.sort;
    let order = move |order: &Sort| {
        view! { <option value=order.as_str() selected=*order == sort>{order.label()}</option> }
    };
    view! {
        <details class="menu more-filters" name="filter-menu">
            <summary>
                <Icon symbol=Symbol::Filters/>
                "More filters"
                {(used > 0).then(|| view! { <span class="count">{used}</span> })}
            </summary>
            <div class="menu-body">
                <label class="field">
                    <span>"Text in summary and transcript"</span>
                    <input
                        type="search"
                        name="q"
                        maxlength="128"
                        value=filter.q.first().cloned().unwrap_or_default()
                        placeholder="Words"
                    />
                </label>
                <Ticks name="outcome" label="Outcome" options=outcomes/>
                <Ticks
                    name="sentiment"
                    label="Sentiment"
                    options=Sentiment::ALL.iter().map(sentiment).collect()
                />
                <Ticks
                    name="channel"
                    label="Channel"
                    options=Channel::ALL.iter().map(channel).collect()
                />
                <FollowUpFields page/>
                <label class="field">
                    <span>"Recording"</span>
                    <select name="has_recording">
                        <option value="" selected=filter.has_recording.is_none()>"Any"</option>
                        <option value="true" selected=filter.has_recording == Some(true)>"With a recording"</option>
                        <option value="false" selected=filter.has_recording == Some(false)>"Without"</option>
                    </select>
                </label>
                <label class="field">
                    <span>"Order"</span>
                    <select name="sort">{Sort::ALL.iter().map(order).collect_view()}</select>
                </label>
            </div>
        </details>
    }
    .erased()
}
