//! The filters used less often: text, outcome, sentiment, channel, direction, tag, follow-up, recording, order.

use earshot_domain::{
    CallFilter, CallsPage, Channel, Direction, FilterParameter, OutcomeCode, Sentiment, Sort,
};
use leptos::prelude::*;

use super::follow_up_fields::FollowUpFields;
use crate::ui::{CheckboxGroup, Choice, Erased, Icon, SelectField, Symbol, TextField};

/// A menu with the rest of the filters and how many of them are set.
#[component]
pub fn MoreFilters(page: StoredValue<CallsPage>) -> impl IntoView {
    let filter = page.with_value(|page| page.filter.clone());
    let outcomes = page.with_value(|page| outcomes(&filter, &page.choices.outcomes));
    let set = filter.pairs().iter().filter(|(parameter, _)| in_menu(*parameter)).count();
    let sentiment = |sentiment: &Sentiment| {
        let selected = filter.sentiment.contains(sentiment);
        Choice::new(sentiment.as_str(), sentiment.label(), selected)
    };
    let channel = |channel: &Channel| {
        Choice::new(channel.as_str(), channel.label(), filter.channel.contains(channel))
    };
    let direction = |direction: &Direction| {
        Choice::new(direction.as_str(), direction.label(), filter.direction.contains(direction))
    };
    let order = |order: &Sort| Choice::new(order.as_str(), order.label(), *order == filter.sort);
    let recording = [
        ("", "Any", (None, false)),
        ("true", "With a recording", (Some(true), false)),
        ("false", "Without", (Some(false), false)),
        (CallFilter::NOT_RECEIVED, "Not received", (Some(false), true)),
    ]
    .map(|(value, label, chosen)| {
        Choice::new(value, label, chosen == (filter.has_recording, filter.not_received))
    });
    view! {
        <details class="menu more-filters" name="filter-menu">
            <summary>
                <Icon symbol=Symbol::Filters/>
                "More filters"
                {(set > 0).then(|| view! { <span class="count">{set}</span> })}
            </summary>
            <div class="menu-body">
                <TextField
                    label="Text in summary and transcript"
                    name="q"
                    kind="search"
                    value=Some(filter.q.first().cloned().unwrap_or_default())
                    placeholder="Words"
                    max_length=128
                />
                <CheckboxGroup name="outcome" label="Outcome" choices=outcomes/>
                <CheckboxGroup
                    name="sentiment"
                    label="Sentiment"
                    choices=Sentiment::ALL.iter().map(sentiment).collect()
                />
                <CheckboxGroup
                    name="channel"
                    label="Channel"
                    choices=Channel::ALL.iter().map(channel).collect()
                />
                <CheckboxGroup
                    name="direction"
                    label="Direction"
                    choices=Direction::ALL.iter().map(direction).collect()
                />
                <TextField
                    label="Tag"
                    name="tag"
                    value=Some(filter.tag.first().cloned().unwrap_or_default())
                    max_length=200
                />
                <FollowUpFields page/>
                <SelectField label="Recording" name="has_recording" choices=recording.into()/>
                <SelectField
                    label="Order"
                    name="sort"
                    choices=Sort::ALL.iter().map(order).collect()
                />
            </div>
        </details>
    }
    .erased()
}

/// Returns whether a parameter's field is in this menu rather than in the filter row.
const fn in_menu(parameter: FilterParameter) -> bool {
    use FilterParameter as P;
    match parameter {
        P::ProjectId | P::From | P::To | P::Status | P::Agent | P::Caller => false,
        P::Outcome
        | P::Sentiment
        | P::Channel
        | P::Direction
        | P::Tag
        | P::HasRecording
        | P::ReviewState
        | P::Assignee
        | P::Q
        | P::Sort => true,
    }
}

fn outcomes(filter: &CallFilter, known: &[OutcomeCode]) -> Vec<Choice> {
    let unclassified = OutcomeCode::from_label(OutcomeCode::UNCLASSIFIED);
    let choice = |code: &OutcomeCode| {
        Choice::new(code.as_str(), code.label(), filter.outcome.contains(code))
    };
    known.iter().chain(&unclassified).map(choice).collect()
}
