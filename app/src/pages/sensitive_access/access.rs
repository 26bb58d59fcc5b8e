//! One request to unlock a call, and what came of it.

use earshot_domain::{SensitiveAccess, UnlockState, UnlockUse};
use leptos::prelude::*;

use crate::ui::{Erased, PostButton, date_time};

/// An entry of the list.
#[component]
pub fn AccessEntry(access: SensitiveAccess) -> impl IntoView {
    let reason = match &access.other_reason {
        Some(other) => format!("{}: {other}", access.reason_code.label()),
        None => access.reason_code.label().to_owned(),
    };
    let call = format!("/calls?project_id={}&expand={}", access.project, access.call_id);
    let (state, refusal) = (access.state, access.refusal);
    let end = access.may_end.then(|| {
        let action = format!("/api/unlocks/{}/end", access.id);
        let label = format!("End unlock of {}", access.person);
        view! { <PostButton action text="End unlock" label/> }
    });
    let history = events(&access);
    view! {
        <li class="access">
            <div class="access-head">
                <strong><bdi>{access.person}</bdi></strong>
                <span>{access.scope.label()}</span>
                <span class=format!("flag flag-unlock-{state}")>{state.label()}</span>
                <a href=call rel="external">"Open the call"</a>
            </div>
            <p><strong>{reason}</strong>". "<span dir="auto">{access.justification}</span></p>
            {refusal.map(|refusal| view! { <p class="unlock-refusal">{refusal.label()}</p> })}
            <ol class="access-events">{history}</ol>
            {end}
        </li>
    }
    .erased()
}

/// What happened, in order of time.
fn events(access: &SensitiveAccess) -> Vec<AnyView> {
    let line = |time: &earshot_domain::LocalTime, words: String| {
        view! {
            <li>
                <time datetime=time.rfc3339.clone()>{date_time(time)}</time>
                " "
                {words}
            </li>
        }
        .erased()
    };
    let asked = if access.state == UnlockState::Refused { "Asked and refused" } else { "Unlocked" };
    let mut lines = vec![line(&access.requested, asked.to_owned())];
    lines.extend(access.uses.iter().map(used));
    if let Some(ended) = &access.ended {
        let words = match (access.state, &access.ended_by) {
            (UnlockState::Live, _) => "Ends then".to_owned(),
            (state, Some(by)) => format!("{} ({by})", state.label()),
            (state, None) => state.label().to_owned(),
        };
        lines.push(line(ended, words));
    }
    lines
}

fn used(used: &UnlockUse) -> AnyView {
    let artefact = used.artefact.label();
    let what = match used.export_id {
        None => format!("Viewed: {artefact}").into_any(),
        Some(id) => view! {
            {format!("Written to a file: {artefact}, ")}
            <a href=format!("/exports/{id}") rel="external">{format!("export {id}")}</a>
        }
        .into_any(),
    };
    view! {
        <li>
            <time datetime=used.at.rfc3339.clone()>{date_time(&used.at)}</time>
            " "
            {what}
        </li>
    }
    .erased()
}
