//! Conditions of scopes: the calls `c` that a viewer may access.

use super::sql::Conditions;
use crate::access::scope::{Audiences, ProjectScope, Scope};

impl Conditions {
    /// Conditions of the calls in a scope; `None` for a scope without projects, which has no calls.
    pub(super) fn in_scope(scope: &Scope) -> Option<Self> {
        if scope.project_ids.is_empty() {
            return None;
        }
        let mut all = Self::default();
        all.compare("c.tenant_id =", scope.tenant_id);
        all.any_of("c.project_id", &scope.project_ids);
        all.visible_to(&scope.audiences);
        Some(all)
    }

    /// Conditions of the calls in a project.
    pub(super) fn in_project(scope: &ProjectScope) -> Self {
        let mut all = Self::default();
        all.compare("c.tenant_id =", scope.tenant_id);
        all.compare("c.project_id =", scope.project_id);
        all.visible_to(&scope.audiences);
        all
    }

    /// Limits the calls to those of these audiences, and those without one.
    pub(super) fn visible_to(&mut self, audiences: &Audiences) {
        if let Some(clause) = self.audience_clause(audiences) {
            self.and(clause);
        }
    }

    /// The condition on the calls' audiences, if there is any.
    pub(super) fn audience_clause(&mut self, audiences: &Audiences) -> Option<String> {
        let Audiences::Only(names) = audiences else { return None };
        if names.is_empty() {
            return Some("c.audience IS NULL".to_owned());
        }
        let places: Vec<String> = names.iter().map(|name| self.arg(name)).collect();
        Some(format!("(c.audience IS NULL OR c.audience IN ({}))", places.join(", ")))
    }
}
