//! What the store searches calls by: a filter made exact for one viewer.

use earshot_domain::{CallFilter, OutcomeCode, ProjectId, TenantId, UserId};

/// Words as the index spells them: lower case, without accents, in ASCII letters and digits.
pub(crate) type Words = Vec<String>;

/// What the store searches by.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    pub(crate) filter: CallFilter,
    pub(crate) from_ms: Option<i64>,
    pub(crate) before_ms: Option<i64>,
    pub(crate) callers: Vec<CallerHash>,
    pub(crate) texts: Vec<Words>,
    pub(crate) assignees: Vec<Assignee>,
    pub(crate) tenant_id: TenantId,
}

/// Whose calls are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Assignee {
    /// The viewer's own; nobody's where they have no account.
    Viewer(Option<UserId>),
    Nobody,
    Person(String),
}

/// A caller's number as it can be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CallerHash {
    pub(crate) digits: CallerDigits,
    pub(crate) hash: Vec<u8>,
}

/// How much of a number a hash is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallerDigits {
    All,
    Last4,
    Last6,
    Last8,
}

impl Search {
    /// Whether calls without an outcome are among those looked for.
    pub(crate) fn wants_unclassified(&self) -> bool {
        self.filter.outcome.iter().any(|code| code.as_str() == OutcomeCode::UNCLASSIFIED)
    }
}

/// The word that marks every entry of a project in the index. Words of a text are ASCII, so none
/// that is searched for is the beginning of it.
pub(crate) fn project_word(project_id: ProjectId) -> String {
    format!("§{}", project_id.to_string().replace('-', ""))
}
