//! Activity as files, and the key that verifies heads of audit logs.

use earshot_backend::TypeSchema;
use earshot_domain::{
    ActivityArea, ActivityOutcome, ActivityPage, AuditAction, ProblemCode as P, RedactionReport,
};
use utoipa::openapi::Type;

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{choice, text},
    operation::{Operation, get},
};

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Activity",
    description: "Who did what and when; for Client Admin and Client Manager.",
    operations,
};

fn operations() -> Vec<Operation> {
    vec![
        file("/activity/events.csv", "activity_csv", "Download events as CSV").file(
            200,
            "text/csv",
            "The events, the latest first.",
        ),
        file("/activity/events.json", "activity_json", "Download events as JSON").file(
            200,
            "application/json",
            "An array of the events, the latest first.",
        ),
        get("/api/activity", "page_activity", "Data of the Activity page")
            .query_parameter(
                &text("query", "Query string of the page.").required().example("area=exports"),
            )
            .json(
                200,
                TypeSchema::of::<ActivityPage>(),
                "The page. `query.errors` lists the invalid parts of the query.",
            )
            .security(&[AuthScheme::Session])
            .problems(&[P::NotFound])
            .standard_problems(),
        get("/activity/redaction.csv", "redaction_csv", "Download the redaction report as CSV")
            .description("For Client Admin. It has no words of a call.")
            .security(&[AuthScheme::Session])
            .file(200, "text/csv", "Marks of missed and wrong redactions, newest first.")
            .problems(&[P::NotFound])
            .standard_problems()
            .response_header(200, "content-disposition", "The file name.", Type::String),
        get("/api/activity/redaction", "page_redaction_report", "Data of the redaction report")
            .query_parameter(&text("after", "Id of the last mark of the page before."))
            .security(&[AuthScheme::Session])
            .json(200, TypeSchema::of::<RedactionReport>(), "Counts, and marks, newest first.")
            .problems(&[P::NotFound])
            .standard_problems(),
        get(
            "/.well-known/earshot-audit-key",
            "audit_key",
            "Get the key that verifies signed heads of audit logs",
        )
        .security(&[AuthScheme::None])
        .file(200, "text/plain", "A verifier key of signed notes (C2SP), on one line.")
        .problems(&[P::Internal, P::Busy]),
    ]
}

fn file(path: &'static str, name: &'static str, summary: &str) -> Operation {
    let actions = AuditAction::ALL.iter().map(|action| action.as_str());
    let areas = ActivityArea::ALL.iter().map(|area| area.as_str());
    let outcomes = ActivityOutcome::ALL.iter().map(|outcome| outcome.as_str());
    get(path, name, summary)
        .description("The download is itself an event. Details are masked as on the page.")
        .query_parameter(&text("from", "First day, `YYYY-MM-DD`.").example("2026-05-01"))
        .query_parameter(&text("to", "Last day, `YYYY-MM-DD`.").example("2026-12-31"))
        .query_parameter(&choice("area", "Business area.", areas))
        .query_parameter(&choice("action", "Action.", actions))
        .query_parameter(&text("actor", "Who acted, as the log names them."))
        .query_parameter(&choice("outcome", "Outcome.", outcomes))
        .query_parameter(&text("subject", "What was acted on: an id or a slug."))
        .security(&[AuthScheme::Session])
        .problems(&[P::NotFound, P::InvalidValue])
        .standard_problems()
        .response_header(200, "content-disposition", "The file name.", Type::String)
}
