//! Which exports a viewer sees.

use earshot_domain::{ApiKeyId, ExportKind, ProjectId, TenantId, UserId};

use super::sql::Conditions;

/// Who requests exports.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ExportRequester {
    /// A person.
    Person(UserId),
    /// A program with a key.
    Key(ApiKeyId),
    /// The operator, who has no account.
    Operator,
}

/// The exports of a tenant that a viewer sees: those that they requested, and for some roles those
/// of others.
#[derive(Debug, Clone)]
pub(crate) struct VisibleExports {
    pub(crate) tenant_id: TenantId,
    pub(crate) viewer: ExportRequester,
    /// The viewer's projects, where exports of others are seen whose projects are all among them.
    pub(crate) of_others: Option<Vec<ProjectId>>,
    /// Whether the answers to legal requests are seen.
    pub(crate) bundles: bool,
}

impl VisibleExports {
    /// Limits the exports `e`.
    pub(super) fn limit(&self, all: &mut Conditions) {
        all.compare("e.tenant_id =", self.tenant_id);
        all.and("e.deleted_at IS NULL".to_owned());
        if !self.bundles {
            all.compare("e.kind <>", ExportKind::Bundle);
        }
        let own = self.own(all);
        let Some(projects) = &self.of_others else {
            all.and(own);
            return;
        };
        let projects: Vec<String> = projects.iter().map(|id| all.arg(id)).collect();
        // No project is in an empty list, also where there is none.
        let projects = if projects.is_empty() { "''".to_owned() } else { projects.join(", ") };
        all.and(format!(
            "(({own}) OR NOT EXISTS (SELECT 1 FROM export_projects p WHERE p.export_id = e.id \
             AND p.project_id NOT IN ({projects})))"
        ));
    }

    /// The condition of the viewer's own exports.
    fn own(&self, all: &mut Conditions) -> String {
        match self.viewer {
            ExportRequester::Person(id) => {
                format!("e.user_id = {} AND e.api_key_id IS NULL", all.arg(id))
            }
            ExportRequester::Key(id) => format!("e.api_key_id = {}", all.arg(id)),
            ExportRequester::Operator => "e.user_id IS NULL AND e.api_key_id IS NULL".to_owned(),
        }
    }
}
