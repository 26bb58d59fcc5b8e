//! The opened call: summary and facts, and the redacted transcript beside them.

use earshot_domain::{CallId, Review, duration_words};
use leptos::prelude::*;

use super::{
    recording::{Playback, RecordingCardView},
    transcript::TranscriptView,
};
use crate::{
    api::ApiError, calls::ReviewResource, problem::ProblemNotice, ui::Erased, ui::Skeleton,
};

/// The opened call, or why it cannot be shown.
#[component]
pub fn ReviewPanel(review: ReviewResource) -> impl IntoView {
    view! {
        <section class="review" aria-label="Opened call">
            <Suspense fallback=|| view! { <Skeleton lines=5/> }>
                {move || Suspend::new(async move {
                    match review.await {
                        None => ().erased(),
                        Some(Ok(review)) => view! { <Opened review/> }.erased(),
                        Some(Err(ApiError(problem))) => view! { <ProblemNotice problem/> }.erased(),
                    }
                })}
            </Suspense>
        </section>
    }
    .erased()
}

#[component]
fn Opened(review: Review) -> impl IntoView {
    let facts = facts(&review);
    let fact = |(name, value): (&'static str, String)| {
        view! { <div><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div> }
    };
    let legs = review.details.legs.clone();
    let (id, card) = (review.row.id, review.recording);
    let playback = Playback::new(id, seconds(card.duration_ms));
    let playable = card.play_blocked.is_none().then_some(playback);
    view! {
        <div class="review-facts">
            <h2>"Summary"</h2>
            <p class="review-summary" dir="auto">
                {review.row.summary.clone().unwrap_or_else(|| "This call has no summary.".to_owned())}
            </p>
            <RecordingCardView id card playback/>
            <dl>{facts.into_iter().map(fact).collect_view()}</dl>
            {(legs.len() > 1).then(|| view! { <Legs legs/> })}
        </div>
        <aside class="review-transcript" aria-label="Transcript">
            <div class="review-transcript-head">
                <h2>"Transcript"</h2>
                {review.transcript_download.then(|| view! { <Download id/> })}
            </div>
            <TranscriptView transcript=review.transcript playback=playable/>
        </aside>
    }
    .erased()
}

/// A recording's length for the seek bar.
fn seconds(duration_ms: Option<u64>) -> f64 {
    let whole = duration_ms.unwrap_or_default().min(u64::from(u32::MAX));
    u32::try_from(whole).map_or(0.0, |ms| f64::from(ms) / 1000.0)
}

/// A plain link, so that the browser saves the file itself.
#[component]
fn Download(id: CallId) -> impl IntoView {
    let href = format!("/api/calls/{id}/transcript?format=txt");
    view! {
        <a href=href class="button button-small" download rel="external">
            "Download transcript"
        </a>
    }
}

/// What is known of the call, in the order a person asks; nothing is listed that no source gave.
fn facts(review: &Review) -> Vec<(&'static str, String)> {
    let row = &review.row;
    let moment =
        |time: &earshot_domain::LocalTime| format!("{} {} ({})", time.day, time.time, time.offset);
    let mut facts = vec![
        ("Started", moment(&row.started)),
        ("From", row.caller.words()),
        ("To", review.callee.words()),
        (
            "Channel",
            format!("{}, {}", row.channel.label(), review.direction.label().to_lowercase()),
        ),
        ("Status", status_words(review)),
        ("Duration", duration_words(row.duration_seconds)),
    ];
    let mut put = |name, value: Option<String>| facts.extend(value.map(|value| (name, value)));
    put("Ended", review.ended.as_ref().map(moment));
    put("End reason", review.end_reason.as_ref().map(|reason| reason.replace('_', " ")));
    put("Agent", row.agent.clone());
    put("Rang", review.ring_seconds.map(duration_words));
    put("Talked", review.talk_seconds.map(duration_words));
    put("On hold", review.hold_seconds.map(duration_words));
    put("Outcome", row.outcome.as_ref().map(earshot_domain::OutcomeCode::label));
    put("Sentiment", row.sentiment.map(|mood| mood.label().to_owned()));
    put("Transferred to", review.details.transfer_destination.clone());
    let tags = &review.details.tags;
    put("Tags", (!tags.is_empty()).then(|| tags.join(", ")));
    facts
}

/// Our word, and the source's own where it says more.
fn status_words(review: &Review) -> String {
    let (ours, theirs) = (review.row.status.label(), review.source_status.replace('_', " "));
    if theirs.is_empty() || theirs.eq_ignore_ascii_case(ours) {
        ours.to_owned()
    } else {
        format!("{ours} ({theirs})")
    }
}

#[component]
fn Legs(legs: Vec<earshot_domain::Leg>) -> impl IntoView {
    let leg = |leg: earshot_domain::Leg| {
        view! {
            <li>
                {format!(
                    "Leg {}: {} to {}, {}",
                    leg.leg,
                    leg.status,
                    leg.call_to,
                    duration_words(leg.total_seconds),
                )}
            </li>
        }
    };
    view! {
        <h3>"Legs"</h3>
        <ol class="legs">{legs.into_iter().map(leg).collect_view()}</ol>
    }
    .erased()
}
