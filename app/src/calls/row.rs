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
) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let id = row.id;
    let open = Memo::new(move |_| query.get().expand == Some(id));
    let href = move || {
        let open = open.get();
        query.get().with_expanded((!open).then_some(id)).href()
    };
    let expanded = move || if open.get() { "true" } else { "false" };
    let masked = !matches!(row.caller, earshot_domain::CallerView::Full(_));
    let started = row.started.clone();
    let is_plain = !started.twice;
    let (follow_up, recording) = (follow_up(&row), recording(&row));
    let label = format!("Choose the call of {}, {}", started.day, started.time);
    view! {
        <tr class="call" class:call-open=move || open.get() id=format!("call-{id}")>
            <td class="call-time">
                {choose.then(|| view! { <ChooseCall id label/> })}
                <a href=href data-noscroll class="call-link" aria-expanded=expanded>
                    <time datetime=started.rfc3339>
                        <span>{started.day}</span>
                        " "
                        <b>{started.time}</b>
                    </time>
                    // Only the offset tells apart two times of a day on which clocks are put back.
                    <span class:visually-hidden=is_plain>{format!(" {}", started.offset)}</span>
                </a>
            </td>
            <td class="call-caller" class:masked=masked>{row.caller.label()}</td>
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
            let who = assignee.map(|who| format!(", {who}")).unwrap_or_default();
            view! { <span class=format!("follow-up follow-up-{state}")>{state.label()}{who}</span> }
        })
    }
}
