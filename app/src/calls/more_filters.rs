//! The filters used less often: outcome, sentiment, channel, direction, tag, follow-up, recording, order.

use earshot_domain::{
    CallFilter, Channel, Direction, FilterParameter, OutcomeCode, Sentiment, Sort,
};
use leptos::prelude::*;

use super::follow_up_fields::FollowUpFields;
use crate::{
    state::{PageQuery, ShownList},
    ui::{CheckboxGroup, Choice, Erased, FormErrors, Icon, SelectField, Symbol, TextField},
};

/// A menu with the rest of the filters and how many of them are set.
#[component]
pub fn MoreFilters() -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let list = expect_context::<ShownList>();
    let filter = query.get_untracked().filter;
    let known = Memo::new(move |_| list.page.with(|page| page.choices.outcomes.clone()));
    let outcomes = move || {
        let choices = outcomes(&query.get_untracked().filter, &known.read());
        view! { <CheckboxGroup name="outcome" label="Outcome" choices/> }
    };
    let set = Memo::new(move |_| {
        let pairs = query.get().filter.pairs();
        pairs.iter().filter(|(parameter, _)| in_menu(*parameter)).count()
    });
    // A wrong field is not hidden.
    let open = FormErrors::any(|field| field.parse().is_ok_and(in_menu));
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
        <details class="menu more-filters" name="filter-menu" open=open>
            <summary>
                <Icon symbol=Symbol::Filters/>
                "More filters"
                {move || (set.get() > 0).then(|| view! { <span class="count">{set.get()}</span> })}
            </summary>
            <div class="menu-body">
                {outcomes}
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
                    value=Some(query.typed("tag"))
                    max_length=200
                />
                <FollowUpFields/>
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
        P::ProjectId | P::From | P::To | P::Status | P::Agent | P::Caller | P::Q => false,
        P::Outcome
        | P::Sentiment
        | P::Channel
        | P::Direction
        | P::Tag
        | P::HasRecording
        | P::ReviewState
        | P::Assignee
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
