//! Selected line of a transcript with its events and forms.

use earshot_domain::{DisputeState, HistoryEvent};
use leptos::{html, prelude::*};

use super::{
    change::Changes,
    history::event_line,
    line_forms::{AnnotateForm, CorrectForm, DecideForms, DisputeForm},
    redaction_forms::{NotPersonalForm, RedactForm},
    selected_line::SelectedLine,
};
use crate::{
    browser::scroll_to_and_focus,
    state::PageQuery,
    ui::{Erased, Icon, Symbol},
};

/// The line that the URL names, if the transcript has it.
#[component]
pub fn LineReview(changes: Changes) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let place = Memo::new(move |_| {
        let turn = query.get().turn?.checked_sub(1)?;
        let lines = changes.review.with(|review| review.transcript.turns.len());
        (usize::try_from(turn).ok()? < lines).then_some(turn)
    });
    move || {
        place.get().map(|turn| view! { <SelectedLineView line=SelectedLine { changes, turn }/> })
    }
}

#[component]
fn SelectedLineView(line: SelectedLine) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let section = NodeRef::<html::Section>::new();
    Effect::new(move |_| {
        if let Some(section) = section.get() {
            scroll_to_and_focus(&section);
        }
    });
    let text = Memo::new(move |_| line.read().map(|turn| turn.text).unwrap_or_default());
    let speaker = line.read().map(|turn| turn.speaker.label()).unwrap_or_default();
    let events = Memo::new(move |_| line.events());
    view! {
        <section
            class="line-review"
            id="line"
            data-line=(line.turn + 1).to_string()
            aria-label=format!("Line {}", line.turn + 1)
            tabindex="-1"
            node_ref=section
        >
            <header>
                <h3>{format!("Line {}, {speaker}", line.turn + 1)}</h3>
                <a
                    class="icon-button"
                    href=move || query.get().with_turn(None).href()
                    data-noscroll
                    aria-label="Close the line"
                >
                    <Icon symbol=Symbol::Close/>
                </a>
            </header>
            <blockquote dir="auto">{text}</blockquote>
            <ol class="line-events">
                {move || events.get().into_iter().map(|event| event_view(line, event)).collect_view()}
            </ol>
            {move || {
                line.changes.saved.track();
                forms(line)
            }}
        </section>
    }
    .erased()
}

/// Renders an event of the line; an open dispute with its decision, if the viewer may decide.
fn event_view(line: SelectedLine, event: HistoryEvent) -> AnyView {
    let decides = line.changes.review.with_untracked(|review| review.rights.decide);
    let open = event.state == Some(DisputeState::Open);
    let decision =
        (open && decides && !event.own).then(|| view! { <DecideForms line dispute=event.seq/> });
    let other_reviewer = (open && decides && event.own).then_some(
        view! { <p class="faint">"Your dispute must be reviewed by another Client Admin."</p> },
    );
    view! { {event_line(event)} {decision} {other_reviewer} }.erased()
}

fn forms(line: SelectedLine) -> AnyView {
    let rights = line.changes.review.with_untracked(|review| review.rights);
    let (correct, redact) = (rights.correct, rights.redact);
    view! {
        <div class="line-forms">
            {correct.then(|| view! { <CorrectForm line/> })}
            <AnnotateForm line/>
            {correct.then(|| view! { <DisputeForm line/> })}
            {redact.then(|| view! { <RedactForm line/> <NotPersonalForm line/> })}
        </div>
    }
    .erased()
}
