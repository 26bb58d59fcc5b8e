//! The CSV of a filter.

use earshot_backend::described::Shape;
use earshot_domain::{
    Channel, ExportForm, ExportFormat, ExportProgress, FilterParameter as F, ProblemCode as P,
    ReasonCode, ReviewState, Sentiment, Sort, Status,
};
use utoipa::openapi::Type;

use crate::description::{
    auth_scheme::Door,
    field::{Field, id, text, word},
    operation::{Described, get, post},
};

pub(in crate::description) const AREA: &str = "CSV exports";

pub(in crate::description) fn operations() -> Vec<Described> {
    vec![
        post("/api/exports/calls", "export_calls", "Export the calls of a filter")
            .says(
                "The file is streamed. It was written whole when the transfer ends properly and the \
                 export is `completed`; ask for its status with `earshot-export-id`.",
            )
            .form(&form())
            .open_to(&[Door::Session])
            .file(200, ExportFormat::Csv.media_type(), "The file.")
            .tells(200, "content-disposition", "The file's name.", Type::String)
            .tells(200, "earshot-export-id", "The export's id.", Type::String)
            .tells(200, "earshot-matched", "Calls that matched when it began.", Type::Integer)
            .refuses(&[P::OptionForbidden, P::NotFound, P::AlreadyInProgress, P::RateLimited])
            .refuses(&[P::InvalidValue, P::UnknownParameter, P::ProjectRequired])
            .refuses(&[P::TooManyResults, P::NoMatches, P::EmptyExport])
            .our_refusals(),
        post("/api/exports/cancel", "cancel_export", "Stop a running export of the person's")
            .body(&[export().required()], &[crate::description::operation::FORM], true)
            .open_to(&[Door::Session])
            .empty(204, "It stops, or has ended already.")
            .redirects("With `text/html`: back to the Exports page.")
            .refuses(&[P::NotFound, P::InvalidValue])
            .our_refusals(),
        get("/api/exports/status", "export_status", "How an export of the person's stands")
            .query(&export().required())
            .open_to(&[Door::Session])
            .json(200, Shape::of::<ExportProgress>(), "Where it stands.")
            .refuses(&[P::NotFound, P::InvalidValue])
            .our_refusals(),
    ]
}

fn export() -> Field {
    id("export_id", "The export.")
}

/// The fields of an export: the filter's, then the file's own.
fn form() -> Vec<Field> {
    let mut fields: Vec<Field> = F::ALL.iter().map(|parameter| filter_field(*parameter)).collect();
    let tick = |name, words: &str| word(name, words, ["on", "true", "1", "off", "false", "0", ""]);
    fields.push(tick("bom", "Begin the file with a byte order mark."));
    fields.push(tick(
        ExportForm::CALLER_FULL,
        "Whole caller numbers; for Client Admin, with a reason and a justification.",
    ));
    for name in ExportForm::NOT_SERVED {
        fields.push(tick(name, "Known by name and not served: 403."));
    }
    let reasons = ReasonCode::ALL.iter().map(|code| code.as_str());
    fields.push(word("reason_code", "Why sensitive data is taken out.", reasons));
    fields.push(text("justification", "The same in words.").most(2_000));
    fields
}

/// A field of the filter; an empty one does not narrow.
fn filter_field(parameter: F) -> Field {
    let name = parameter.as_str();
    match parameter {
        F::ProjectId => text(name, "The project's slug; a person with several must name one.")
            .example("front-desk"),
        F::From => text(name, "No call before this day or instant."),
        F::To => text(name, "No call after this day, or from this instant on."),
        F::Status => {
            word(name, "How calls ended.", Status::ALL.iter().map(|code| code.as_str())).repeats()
        }
        F::Caller => {
            text(name, "Whole numbers, or their last 4, 6 or 8 digits; not for Client Staff.")
                .repeats()
        }
        F::Agent => text(name, "Who answered, by exact name.").repeats(),
        F::Outcome => text(name, "What calls came to; `unclassified` is no outcome.").repeats(),
        F::Sentiment => {
            word(name, "The mood they left.", Sentiment::ALL.iter().map(|code| code.as_str()))
                .repeats()
        }
        F::Channel => {
            word(name, "How they came in.", Channel::ALL.iter().map(|code| code.as_str())).repeats()
        }
        F::HasRecording => word(name, "Whether there is a recording.", ["true", "false", ""]),
        F::ReviewState => {
            let all = ReviewState::ALL.iter().map(|code| code.as_str());
            word(name, "How far the follow-up is.", all).repeats()
        }
        F::Assignee => {
            text(name, "Who has the call: an e-mail address, `me` or `nobody`.").repeats()
        }
        F::Q => text(name, "Words of summary and transcript."),
        F::Sort => word(name, "The order.", Sort::ALL.iter().map(|code| code.as_str())),
    }
}
