//! Row of a call, with the review that opens below it.

use earshot_domain::{CallRow, ReviewState, format_duration};
use leptos::prelude::*;

use super::chosen_bar::ChooseCall;
use crate::{
    review::ReviewPanel,
    state::{ChangedCall, PageQuery, ReviewResource},
    ui::{Erased, Icon, Symbol},
};

/// Number of columns, for the cell that spans them.
const COLUMNS: &str = "9";

/// A row; a click anywhere on it opens the call.
#[component]
pub fn Row(
    /// The call.
    row: CallRow,
    /// The opened call.
    review: ReviewResource,
    /// Whether it can be ticked.
    choose: bool,
    /// The day, above the first call of each.
    day: Option<String>,
) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let id = row.id;
    let open = Memo::new(move |_| query.get().expand == Some(id));
    let href = move || {
        let open = open.get();
        query.get().with_expanded((!open).then_some(id)).href()
    };
    let expanded = move || if open.get() { "true" } else { "false" };
    let outbound = row.callee.is_some();
    let number = row.other_side().label();
    // Without scripts the browser itself scrolls to a linked call.
    let linked = query.get_untracked().links_to(id);
    let masked = !matches!(row.other_side(), earshot_domain::CallerView::Full(_));
    let started = row.started.clone();
    let is_plain = !started.twice;
    let (follow_up, recording) = (follow_up(&row), recording(&row));
    let label = format!("Choose the call of {}, {}", started.day, started.time);
    // Without it a list of links would be a list of times.
    let described = format!(", {number}, {}", row.status.label());
    let day = day.map(|day| {
        view! { <tr class="day"><th colspan=COLUMNS scope="colgroup">{day}</th></tr> }
    });
    view! {
        {day}
        <tr class="call" class:call-open=move || open.get() id=format!("call-{id}")>
            <td class="call-time">
                {choose.then(|| view! { <ChooseCall id label/> })}
                <a
                    href=href
                    data-noscroll
                    class="call-link"
                    aria-expanded=expanded
                    autofocus=linked
                >
                    <time datetime=started.rfc3339>
                        <span>{started.day}</span>
                        " "
                        <b>{started.time}</b>
                    </time>
                    // Only the offset tells apart two times of a day on which clocks are put back.
                    <span class:visually-hidden=is_plain>{format!(" {}", started.offset)}</span>
                    <span class="visually-hidden">{described}</span>
                </a>
            </td>
            <td class="call-caller" class:masked=masked>
                {outbound.then(outbound_mark)}
                {number}
            </td>
            <td class="call-agent">{row.agent.unwrap_or_else(|| "–".to_owned())}</td>
            <td class="call-summary">
                <bdi>{row.summary.unwrap_or_else(|| "No summary".to_owned())}</bdi>
            </td>
            <td class="call-status">
                <span class=format!("state state-{}", row.status)>{row.status.label()}</span>
                {follow_up}
            </td>
            <td class="call-outcome">{row.outcome.map(|outcome| outcome.label())}</td>
            <td class="call-sentiment">
                {row
                    .sentiment
                    .map(|sentiment| {
                        view! { <span class=format!("sentiment sentiment-{sentiment}")>{sentiment.label()}</span> }
                    })}
            </td>
            <td class="call-duration number">{format_duration(row.duration_seconds)}</td>
            <td class="call-recording">{recording}</td>
        </tr>
        {move || {
            open.get()
                .then(|| {
                    view! {
                        <tr class="review-row">
                            <td colspan=COLUMNS><ReviewPanel review/></td>
                        </tr>
                    }
                })
        }}
    }
    .erased()
}

/// Marks the number of an outbound call, which was called.
fn outbound_mark() -> impl IntoView {
    view! {
        <span class="direction" title="Outbound">
            <span aria-hidden="true">"↗ "</span>
            <span class="visually-hidden">"Outbound, to "</span>
        </span>
    }
}

/// Renders whether the call has a recording, or one that its source names and that has not come.
fn recording(row: &CallRow) -> AnyView {
    if row.has_recording {
        view! {
            <Icon symbol=Symbol::Recording/>
            <span class="visually-hidden">"Recorded"</span>
        }
        .into_any()
    } else if row.recording_not_received {
        view! {
            <span class="recording-missing" title="The recording has not been received">
                <span aria-hidden="true">"–"</span>
                <span class="visually-hidden">"Recording not received"</span>
            </span>
        }
        .into_any()
    } else {
        ().into_any()
    }
}

/// Renders the state of the follow-up, once it has begun; changes on this page appear immediately.
fn follow_up(row: &CallRow) -> impl IntoView + use<> {
    let (id, state, assignee) = (row.id, row.review_state, row.assignee.clone());
    let changed = expect_context::<ChangedCall>();
    move || {
        let (state, assignee) = changed.0.with(|changed| match changed {
            Some(row) if row.id == id => (row.review_state, row.assignee.clone()),
            _ => (state, assignee.clone()),
        });
        (state != ReviewState::New).then(|| {
            let short = assignee.as_deref().map(|who| {
                view! { <span aria-hidden="true">" · "{initials(who)}</span> }
            });
            let full = assignee.as_ref().map(|who| {
                view! { <span class="visually-hidden">{format!(", {who}")}</span> }
            });
            view! {
                <span class=format!("follow-up follow-up-{state}") title=assignee.clone()>
                    {state.label()}
                    {short}
                    {full}
                </span>
            }
        })
    }
}

/// The initials of a name, or the beginning of an address: the column is narrow.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        [] => String::new(),
        [word] => word.chars().take(2).flat_map(char::to_uppercase).collect(),
        [first, .., last] => [first, last]
            .into_iter()
            .filter_map(|word| word.chars().next())
            .flat_map(char::to_uppercase)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignee_is_shortened_to_initials() {
        assert_eq!(
            ["Sana Qureshi", "Ana de la Cruz", "ada", ""].map(initials),
            ["SQ", "AC", "AD", ""]
        );
    }
}
