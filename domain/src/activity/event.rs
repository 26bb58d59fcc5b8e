//! Events as the Activity page shows them.

use serde::{Deserialize, Serialize};

use super::{ActivityArea, ActivityOutcome, ActivityQuery};
use crate::{LocalTime, Profile};

/// A detail of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ActivityFact {
    /// What it is.
    pub label: String,
    /// The value; `None` if the viewer's role may not see it.
    pub value: Option<String>,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ActivityEvent {
    /// Its number in the log.
    pub seq: i64,
    /// When it happened.
    pub at: LocalTime,
    /// Who acted.
    pub actor: String,
    /// Code of the action.
    pub action: String,
    /// The action.
    pub label: String,
    /// Area.
    pub area: ActivityArea,
    /// Outcome.
    pub outcome: ActivityOutcome,
    /// What was acted on: an id or a slug.
    pub subject: String,
    /// What kind of thing that is.
    pub subject_kind: String,
    /// Its page, if it has one.
    pub subject_href: Option<String>,
    /// Why it matters.
    pub why: String,
    /// Technical evidence.
    pub facts: Vec<ActivityFact>,
    /// The details as they are stored, without what the viewer's role may not see.
    pub json: String,
}

/// A page of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ActivityPage {
    /// The viewer.
    pub profile: Profile,
    /// The filters.
    pub query: ActivityQuery,
    /// Who has acted, for the filter.
    pub actors: Vec<String>,
    /// Events, the latest first.
    pub events: Vec<ActivityEvent>,
    /// Number of the last event, if there are more.
    pub next: Option<i64>,
}
