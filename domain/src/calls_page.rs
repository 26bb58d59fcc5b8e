//! The Calls page: one page of the list with its filter and choices.

use serde::{Deserialize, Serialize};

use crate::{CallFilter, CallRow, Day, FieldError, OutcomeCode, Person, Profile, Project};

/// Values that the filter offers, taken from stored calls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Choices {
    /// Agents that answered calls of the project.
    pub agents: Vec<String>,
    /// Outcomes of calls of the project.
    pub outcomes: Vec<OutcomeCode>,
    /// People who can be assigned calls of the project.
    pub people: Vec<Person>,
}

/// What a search for a number looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TriedNumber {
    /// The forms in which the number may be stored.
    pub forms: Vec<String>,
    /// Whether numbers that end with it were looked for too.
    pub ends: bool,
}

/// The Calls page of one viewer for one query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CallsPage {
    /// The viewer.
    pub profile: Profile,
    /// Today in the tenant's zone.
    pub today: Day,
    /// The query as parsed.
    pub filter: CallFilter,
    /// Invalid parts of the query; if there are any, the list is empty.
    pub errors: Vec<FieldError>,
    /// The project searched; `None` if one must be selected first or none is assigned.
    pub project: Option<Project>,
    /// How many calls match.
    pub matched: u64,
    /// This page's calls.
    pub rows: Vec<CallRow>,
    /// Cursor of the previous page, if any.
    pub previous: Option<String>,
    /// Cursor of the next page, if any.
    pub next: Option<String>,
    /// Values that the filter offers.
    pub choices: Choices,
    /// The viewer's running export, if any.
    pub running_export: Option<crate::ExportId>,
    /// Greatest number of calls in one export.
    pub export_limit: u64,
    /// What was looked for, where calls of a number were searched and none matches.
    #[serde(default)]
    pub tried: Vec<TriedNumber>,
    /// Whether none matches a text that reads like a name of a person, which redaction removes.
    #[serde(default)]
    pub searched_name: bool,
}
