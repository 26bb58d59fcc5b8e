//! Problems of playback and download, in the card.

use earshot_domain::{Problem, ProblemCode};
use leptos::prelude::*;

use super::{playback::Playback, session_ended::SessionEnded};
use crate::ui::{Erased, ProblemNotice};

/// Renders a problem; an ended session gets a link back to this call.
pub(super) fn recording_problem(problem: Problem, playback: Playback) -> AnyView {
    match problem.code {
        ProblemCode::NotSignedIn => view! { <SessionEnded playback/> }.erased(),
        ProblemCode::RateLimited => {
            view! { <ProblemNotice problem help="/help#recording-too-many"/> }.erased()
        }
        _ => view! { <ProblemNotice problem/> }.erased(),
    }
}
