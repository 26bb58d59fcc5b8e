//! CSV exports: start, cancel and status.

use earshot_backend::TypeSchema;
use earshot_domain::{
    Channel, Direction, ExportForm, ExportFormat, ExportProgress, FilterParameter as F,
    ProblemCode as P, ReasonCode, ReviewState, Sentiment, Sort, Status,
};
use utoipa::openapi::Type;

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, choice, id, text},
    operation::{FORM, Operation, get, post},
};

/// The area in the document.
pub(in crate::description) const AREA: Area =
    Area { name: "CSV exports", description: "The calls of a filter as one CSV file.", operations };

fn operations() -> Vec<Operation> {
    vec![
        post("/api/exports/calls", "export_calls", "Export the calls of a filter")
            .description(
                "The file is streamed. It is complete if the transfer ends normally and the \
                 export, looked up by `earshot-export-id`, is `completed`.",
            )
            .form(&form())
            .security(&[AuthScheme::Session])
            .file(200, ExportFormat::Csv.media_type(), "The file.")
            .response_header(200, "content-disposition", "The file name.", Type::String)
            .response_header(200, "earshot-export-id", "Id of the export.", Type::String)
            .response_header(200, "earshot-matched", "Calls that matched.", Type::Integer)
            .problems(&[P::OptionForbidden, P::NotFound, P::AlreadyInProgress, P::RateLimited])
            .problems(&[P::InvalidValue, P::UnknownParameter, P::ProjectRequired])
            .problems(&[P::TooManyResults, P::NoMatches, P::EmptyExport])
            .standard_problems(),
        post("/api/exports/cancel", "cancel_export", "Cancel one's own running export")
            .body(&[export().required()], &[FORM], true)
            .security(&[AuthScheme::Session])
            .empty(204, "The export is cancelled, or had already ended.")
            .redirect("With `text/html`: redirects to the Exports page.")
            .problems(&[P::NotFound, P::InvalidValue])
            .standard_problems(),
        get("/api/exports/status", "export_status", "Get the status of one's own export")
            .query_parameter(&export().required())
            .security(&[AuthScheme::Session])
            .json(200, TypeSchema::of::<ExportProgress>(), "The status.")
            .problems(&[P::NotFound, P::InvalidValue])
            .standard_problems(),
    ]
}

fn export() -> Field {
    id("export_id", "The export.")
}

/// The fields of an export: those of the filter, then those of the file.
pub(super) fn form() -> Vec<Field> {
    let mut fields: Vec<Field> = F::ALL.iter().map(|parameter| filter_field(*parameter)).collect();
    let tick = |name, description: &str| {
        choice(name, description, ["on", "true", "1", "off", "false", "0", ""])
    };
    fields.push(tick("bom", "Start the file with a byte order mark."));
    fields.push(tick(
        ExportForm::CALLER_FULL,
        "Full caller numbers: Client Admin only, with a reason code and a justification.",
    ));
    fields.push(tick(
        ExportForm::ENTITIES,
        "A column `entities`: what redaction removed, as JSON, with the values for calls that the person \
         has unlocked. Client Admin only, with a reason code and a justification.",
    ));
    fields.push(tick(
        ExportForm::DECRYPTED_TRANSCRIPT,
        "The transcript before redaction for calls that the person has unlocked; the column `unlocked` \
         tells which. Client Admin only, with a reason code and a justification.",
    ));
    let reasons = ReasonCode::ALL.iter().map(|code| code.as_str());
    fields.push(choice("reason_code", "Reason for exporting sensitive data.", reasons));
    fields.push(
        text("justification", "Justification for exporting sensitive data.").max_length(2_000),
    );
    fields
}

/// A field of the filter; an empty value does not restrict.
fn filter_field(parameter: F) -> Field {
    let name = parameter.as_str();
    match parameter {
        F::ProjectId => text(name, "Slug of the project; required if the person has several.")
            .example("front-desk"),
        F::From => text(name, "Earliest start: a day or an instant."),
        F::To => text(name, "Latest start: a day (inclusive) or an instant (exclusive)."),
        F::Status => {
            choice(name, "Status of the call.", Status::ALL.iter().map(|code| code.as_str()))
                .repeated()
        }
        F::Caller => text(
            name,
            "Full number, or its last four digits or more; not available to Client Staff.",
        )
        .repeated(),
        F::Agent => text(name, "Exact name of the agent.").repeated(),
        F::Outcome => text(name, "Outcome; `unclassified` selects calls without one.").repeated(),
        F::Sentiment => choice(
            name,
            "Sentiment of the caller.",
            Sentiment::ALL.iter().map(|code| code.as_str()),
        )
        .repeated(),
        F::Channel => {
            choice(name, "Channel of the call.", Channel::ALL.iter().map(|code| code.as_str()))
                .repeated()
        }
        F::Direction => {
            choice(name, "Direction of the call.", Direction::ALL.iter().map(|code| code.as_str()))
                .repeated()
        }
        F::Tag => text(name, "Tag, from the source or from people.").max_length(200).repeated(),
        F::HasRecording => choice(
            name,
            "Whether the call has a recording, or one that has not been received.",
            ["true", "false", "not_received", ""],
        ),
        F::ReviewState => {
            let all = ReviewState::ALL.iter().map(|code| code.as_str());
            choice(name, "State of the follow-up.", all).repeated()
        }
        F::Assignee => text(name, "Assignee: an e-mail address, `me` or `nobody`.").repeated(),
        F::Q => text(name, "Words to find in summary and transcript."),
        F::Sort => choice(name, "Sort order.", Sort::ALL.iter().map(|code| code.as_str())),
    }
}
