//! Panel of the opened call: summary, recording, transcript and facts.

use earshot_domain::{Problem, Review};
use leptos::prelude::*;

use super::{
    downloads::Downloads,
    facts::Facts,
    recording::{Playback, RecordingCardView},
    transcript::TranscriptView,
    unlock::UnlockSection,
    workflow::{Changes, FollowUpBar, HistoryList, LineReview, Notes, Tags},
};
use crate::{
    api::ApiError,
    state::{PageQuery, ReviewResource},
    ui::{Erased, ProblemNotice, Skeleton},
};

/// The opened call, or the problem that prevents it.
#[component]
pub fn ReviewPanel(review: ReviewResource) -> impl IntoView {
    view! {
        <section class="review" aria-label="Opened call">
            <Suspense fallback=|| view! { <Skeleton lines=5/> }>
                {move || Suspend::new(async move {
                    match review.await {
                        None => ().erased(),
                        Some(Ok(review)) => view! { <OpenedCall review/> }.erased(),
                        Some(Err(ApiError(problem))) => view! { <ReviewProblem problem review/> }.erased(),
                    }
                })}
            </Suspense>
        </section>
    }
    .erased()
}

/// The problem, with a retry link.
#[component]
fn ReviewProblem(problem: Problem, review: ReviewResource) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let again = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        review.refetch();
    };
    view! {
        <div class="review-refused">
            <ProblemNotice problem/>
            <a class="button" href=move || query.get().href() rel="external" on:click=again>
                "Try again"
            </a>
        </div>
    }
    .erased()
}

#[component]
fn OpenedCall(review: Review) -> impl IntoView {
    let facts = view! { <Facts review=review.clone()/> };
    let (id, card) = (review.row.id, review.recording.clone());
    let moment = expect_context::<PageQuery>().get_untracked().moment;
    let playback = Playback::new(id, seconds(card.duration_ms), card.peaks.clone(), moment);
    let playable = card.is_playable();
    let (summary, download) = (review.row.summary.clone(), review.transcript_download);
    let functions = review.function_calls.clone();
    let activity = review.activity.then(|| format!("/activity?subject={id}"));
    let changes = Changes::new(review);
    view! {
        <div class="review-main">
            <h2>"Summary"</h2>
            <p class="review-summary" dir="auto">
                {summary.unwrap_or_else(|| "This call has no summary.".to_owned())}
            </p>
            <RecordingCardView id card playback/>
            <FollowUpBar changes/>
        </div>
        <aside class="review-transcript" aria-label="Transcript">
            <div class="review-transcript-head">
                <h2>"Transcript"</h2>
                {download.then(|| view! { <Downloads id/> })}
            </div>
            <TranscriptView changes functions playback playable/>
            <LineReview changes/>
        </aside>
        <div class="review-facts">
            {facts}
            <Tags changes/>
            <UnlockSection changes/>
            <Notes changes/>
            <HistoryList changes/>
            {activity
                .map(|href| {
                    view! { <p><a href=href rel="external">"Activity of this call"</a></p> }
                })}
        </div>
    }
    .erased()
}

/// Returns a recording's duration in seconds for the seek bar.
fn seconds(duration_ms: Option<u64>) -> f64 {
    let whole = duration_ms.unwrap_or_default().min(u64::from(u32::MAX));
    u32::try_from(whole).map_or(0.0, |ms| f64::from(ms) / 1000.0)
}
