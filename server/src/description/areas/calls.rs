//! Changes to a call: its review and the decision about its recording.

use earshot_backend::TypeSchema;
use earshot_domain::{
    Consent, PlaybackCompliance, ProblemCode as P, RedactionLabel, Review, ReviewAction,
    ReviewChange,
};

use super::call_files::call;
use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, choice, integer, text},
    operation::{Operation, post},
};

/// The area in the document.
pub(in crate::description) const AREA: Area =
    Area { name: "Calls", description: "Changes to a call.", operations };

fn operations() -> Vec<Operation> {
    vec![
        post("/api/calls/{call_id}/review-events", "change_review", "Add a review event to a call")
            .description(
                "An annotation, a correction, a dispute or its decision, a mark of a missed or wrong \
                 redaction, a note, a tag, or a step of the follow-up. `action` determines which fields are used.",
            )
            .path_parameter(&call())
            .form(&change())
            .security(&[AuthScheme::Session])
            .json(201, TypeSchema::of::<Review>(), "The call after the change.")
            .redirect("With `text/html`: redirects to the list.")
            .problems(&[P::OptionForbidden, P::NotFound, P::Conflict])
            .problems(&[P::InvalidValue, P::UnknownParameter, P::RateLimited])
            .standard_problems(),
        post(
            "/api/calls/{call_id}/recording/decision",
            "decide_recording",
            "Set consent and playback compliance of a call",
        )
        .path_parameter(&call())
        .form(&decision())
        .security(&[AuthScheme::Session])
        .empty(204, "The decision was saved.")
        .redirect("With `text/html`: redirects to the call.")
        .problems(&[P::OptionForbidden, P::NotFound, P::Conflict])
        .problems(&[P::InvalidValue, P::UnknownParameter])
        .standard_problems(),
    ]
}

fn change() -> Vec<Field> {
    let [action, turn, new_text, reason, seen, dispute, assignee, label, place] =
        ReviewChange::FIELDS;
    let labels = RedactionLabel::ALL.iter().map(|label| label.as_str());
    let actions = ReviewAction::ALL.iter().map(|action| action.as_str());
    vec![
        choice(action, "The kind of change.", actions).required().example("note"),
        integer(turn, "Line number, from 1.", 1, u32::MAX),
        text(new_text, "Text of the annotation, correction, note or tag; the words to redact.")
            .max_length(4_000)
            .example("Rang back."),
        text(reason, "The reason.").max_length(1_000),
        integer(
            seen,
            "Number of the latest event that changed the line, as the client knows it.",
            0,
            u32::MAX,
        ),
        integer(dispute, "Number of the event that opened the dispute.", 0, u32::MAX),
        text(assignee, "E-mail address of the new assignee.").max_length(254),
        choice(label, "What the words to redact are.", labels),
        integer(place, "Number of the placeholder in the line, from 1.", 1, u32::MAX),
        text("back", "The page to return to."),
    ]
}

/// The fields of a decision about recordings.
pub(super) fn decision() -> Vec<Field> {
    let consents = Consent::ALL.iter().map(|code| code.as_str());
    let compliances = PlaybackCompliance::ALL.iter().map(|code| code.as_str());
    vec![
        choice("consent", "Whether the caller consented to being recorded.", consents)
            .required()
            .example("granted"),
        choice("playback_compliance", "Whether the recording may be played.", compliances)
            .required()
            .example("permitted"),
        text("evidence", "Evidence for both.").example("Signed form of 3 June."),
    ]
}
