//! Unlocks of what redaction removed from a call.

use earshot_backend::TypeSchema;
use earshot_domain::{
    ProblemCode as P, ReasonCode, SensitiveAccessPage, Unlock, UnlockForm, UnlockScope,
    UnlockedText,
};

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, choice, id, text},
    operation::{Operation, get, post},
};

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Unlocks",
    description: "Access of a person to what redaction removed from one call, for 15 minutes. Every \
                  request, refusal, view and end is recorded.",
    operations,
};

fn operations() -> Vec<Operation> {
    vec![
        post("/api/calls/{call_id}/unlocks", "unlock_call", "Unlock a call")
            .description("Demands consent of the caller, with its evidence.")
            .path_parameter(&id("call_id", "The call."))
            .form(&request())
            .security(&[AuthScheme::Session])
            .json(201, TypeSchema::of::<Unlock>(), "The unlock.")
            .problems(&[P::NotFound, P::UnlockRefused, P::Conflict, P::RateLimited])
            .problems(&[P::InvalidValue, P::UnknownParameter])
            .standard_problems(),
        post("/api/unlocks/{unlock_id}/view", "view_unlocked", "View what is unlocked")
            .path_parameter(&id("unlock_id", "The person's own live unlock."))
            .security(&[AuthScheme::Session])
            .json(200, TypeSchema::of::<UnlockedText>(), "The text before redaction.")
            .problems(&[P::NotFound, P::UnlockRefused, P::Conflict])
            .standard_problems(),
        post("/api/unlocks/{unlock_id}/end", "end_unlock", "End an unlock")
            .description("A Client Admin can end those of others.")
            .path_parameter(&id("unlock_id", "The unlock."))
            .security(&[AuthScheme::Session])
            .empty(204, "Ended.")
            .redirect("With `text/html`: redirects to the page of sensitive access.")
            .problems(&[P::NotFound, P::Conflict])
            .standard_problems(),
        get(
            "/api/activity/sensitive",
            "page_sensitive_access",
            "Data of the page Sensitive access",
        )
        .query_parameter(&text("after", "Id of the last request of the page before."))
        .security(&[AuthScheme::Session])
        .json(200, TypeSchema::of::<SensitiveAccessPage>(), "Requests, newest first.")
        .problems(&[P::NotFound])
        .standard_problems(),
        post("/calls", "unlock_on_page", "Use the forms of PII unlock without scripts")
            .form(&on_page())
            .security(&[AuthScheme::Session])
            .file(200, "text/html", "The page, showing what is unlocked once.")
            .redirect("After a request or an end: redirects to the page.")
            .problems(&[P::NotFound, P::UnlockRefused, P::Conflict, P::RateLimited])
            .problems(&[P::InvalidValue])
            .standard_problems(),
    ]
}

fn request() -> Vec<Field> {
    let [scope, reason_code, other_reason, justification] = UnlockForm::FIELDS;
    let scopes = UnlockScope::ALL.iter().map(|scope| scope.as_str());
    let reasons = ReasonCode::ALL.iter().map(|reason| reason.as_str());
    vec![
        choice(scope, "What is asked for.", scopes).required().example("transcript"),
        choice(reason_code, "Why.", reasons).required().example("customer_complaint"),
        text(other_reason, "The reason that `other` stands for.").max_length(200),
        text(justification, "Why, in 20 to 2,000 characters.")
            .required()
            .max_length(2_000)
            .example("The caller disputes what was said about the fee."),
    ]
}

fn on_page() -> Vec<Field> {
    let mut fields = vec![
        choice("unlock", "What to do.", ["request", "view", "end"]).required().example("request"),
        id("call_id", "The call.").required(),
        id("unlock_id", "The unlock, to view or end it."),
    ];
    fields.extend(request());
    fields
}
