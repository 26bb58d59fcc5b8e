//! What people do with a call.

use earshot_backend::described::Shape;
use earshot_domain::{
    Consent, PlaybackCompliance, ProblemCode as P, Review, ReviewAction, ReviewChange,
};

use super::call_files::call;
use crate::description::{
    auth_scheme::Door,
    field::{Field, number, text, word},
    operation::{Described, post},
};

pub(in crate::description) const AREA: &str = "Calls";

pub(in crate::description) fn operations() -> Vec<Described> {
    vec![
        post("/api/calls/{call_id}/review-events", "change_review", "Do something with a call")
            .says(
                "One change: a remark, a correction, a dispute and its decision, a note, a tag, or a \
                 step of the follow-up. Which fields count depends on `action`.",
            )
            .path(&call())
            .form(&change())
            .open_to(&[Door::Session])
            .json(201, Shape::of::<Review>(), "The call as it is then.")
            .redirects("With `text/html`: back to the list.")
            .refuses(&[P::OptionForbidden, P::NotFound, P::Conflict])
            .refuses(&[P::InvalidValue, P::UnknownParameter])
            .our_refusals(),
        post("/api/calls/{call_id}/recording/decision", "decide_recording", "Set consent and compliance of a call")
            .path(&call())
            .form(&decision())
            .open_to(&[Door::Session])
            .empty(204, "Set.")
            .redirects("With `text/html`: back to the call.")
            .refuses(&[P::OptionForbidden, P::NotFound, P::Conflict])
            .refuses(&[P::InvalidValue, P::UnknownParameter])
            .our_refusals(),
    ]
}

fn change() -> Vec<Field> {
    let [action, turn, said, reason, seen, dispute, assignee] = ReviewChange::FIELDS;
    let actions = ReviewAction::ALL.iter().map(|action| action.as_str());
    vec![
        word(action, "What is done.", actions).required().example("note"),
        number(turn, "The number of a line, from 1.", 1, u32::MAX),
        text(said, "A remark, a new text, a note or a tag.").most(4_000).example("Rang back."),
        text(reason, "Why.").most(1_000),
        number(seen, "The last event that changed the line in front of the person.", 0, u32::MAX),
        number(dispute, "The dispute that is decided, by its place.", 0, u32::MAX),
        text(assignee, "Who gets the call, by e-mail address.").most(254),
        text("back", "The page to go back to."),
    ]
}

/// A decision about playing recordings.
pub(super) fn decision() -> Vec<Field> {
    let consents = Consent::ALL.iter().map(|code| code.as_str());
    let compliances = PlaybackCompliance::ALL.iter().map(|code| code.as_str());
    vec![
        word("consent", "Whether the caller agreed to be recorded.", consents)
            .required()
            .example("granted"),
        word("playback_compliance", "Whether the recording may be played.", compliances)
            .required()
            .example("permitted"),
        text("evidence", "What shows both.").example("Signed form of 3 June."),
    ]
}
