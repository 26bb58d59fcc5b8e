//! One page of the list with everything around it.

use serde::{Deserialize, Serialize};

use crate::{CallFilter, CallRow, Day, FieldError, OutcomeCode, Person, Profile, Project};

/// What the filter fields offer, from the calls that are there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Choices {
    /// Agents that answered calls of the project.
    pub agents: Vec<String>,
    /// Outcomes calls of the project came to.
    pub outcomes: Vec<OutcomeCode>,
    /// Who calls of the project can be given to.
    pub people: Vec<Person>,
}

/// The Calls page of one viewer for one query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CallsPage {
    /// Who looks.
    pub profile: Profile,
    /// Today in the tenant's zone.
    pub today: Day,
    /// The query as it was understood.
    pub filter: CallFilter,
    /// What of the query could not be understood; the list is then empty.
    pub errors: Vec<FieldError>,
    /// The project searched; `None` when one must be picked first or none is assigned.
    pub project: Option<Project>,
    /// How many calls match.
    pub matched: u64,
    /// This page's calls.
    pub rows: Vec<CallRow>,
    /// Cursor of the page before, where there is one.
    pub previous: Option<String>,
    /// Cursor of the page after, where there is one.
    pub next: Option<String>,
    /// What the filter fields offer.
    pub choices: Choices,
    /// The export that is running for this person, where one is.
    pub running_export: Option<crate::ExportId>,
    /// Most calls of one CSV here.
    pub export_limit: u64,
}
