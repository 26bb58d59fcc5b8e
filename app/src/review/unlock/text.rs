//! What an unlock shows, in place.

use earshot_domain::{ExtractedEntity, Turn, UnlockArtefact, UnlockRefusal, UnlockedText};
use leptos::prelude::*;

use crate::ui::Erased;

/// Summary, lines and personal details, as far as the unlock covers them.
#[component]
pub fn UnlockedTextView(text: UnlockedText) -> impl IntoView {
    let UnlockedText { unlock, has_raw_text, summary, turns, entities } = text;
    let covers = move |artefact| unlock.scope.covers(artefact);
    if !has_raw_text {
        return view! { <p class="unlock-text">{UnlockRefusal::NoRawText.label()}</p> }.erased();
    }
    let summary = summary.unwrap_or_else(|| "This call has no summary.".to_owned());
    view! {
        <div class="unlock-text" role="region" aria-label="Unlocked text" tabindex="0">
            {covers(UnlockArtefact::CallSummary)
                .then(|| {
                    view! {
                        <h4>"Unlocked summary"</h4>
                        <p dir="auto">{summary}</p>
                    }
                })}
            {covers(UnlockArtefact::Transcript).then(|| lines(turns))}
            {covers(UnlockArtefact::ExtractedEntities).then(|| details(entities))}
        </div>
    }
    .erased()
}

fn lines(turns: Vec<Turn>) -> AnyView {
    let line = |turn: Turn| {
        view! {
            <li>
                <span class="turn-who">{turn.speaker.label()}</span>
                <span dir="auto">{turn.text}</span>
            </li>
        }
    };
    view! {
        <h4>"Unlocked transcript"</h4>
        <ol class="unlock-lines">{turns.into_iter().map(line).collect_view()}</ol>
    }
    .erased()
}

fn details(entities: Vec<ExtractedEntity>) -> AnyView {
    if entities.is_empty() {
        return view! {
            <h4>"Extracted entities"</h4>
            <p>"Redaction removed nothing from this call."</p>
        }
        .erased();
    }
    let row = |entity: ExtractedEntity| {
        let place = match entity.line {
            Some(line) => format!("Line {line}"),
            None => "Summary".to_owned(),
        };
        view! {
            <tr>
                <td>{entity.label}</td>
                <td><bdi>{entity.value.unwrap_or_default()}</bdi></td>
                <td>{place}</td>
            </tr>
        }
    };
    view! {
        <h4>"Extracted entities"</h4>
        <table class="unlock-entities">
            <thead>
                <tr><th scope="col">"Kind"</th><th scope="col">"Value"</th><th scope="col">"Place"</th></tr>
            </thead>
            <tbody>{entities.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .erased()
}
