//! Which events of the audit log a person sees who does not see all of them.

use super::sql::Conditions;
use crate::access::scope::Scope;

/// The events that concern a person's own scope. What belongs to a call or a project outside of it is not
/// among them; what belongs to none, and what they did themselves, is.
pub(crate) struct VisibleAudit {
    pub(crate) scope: Scope,
    /// The person, as the log names them. Their own events are shown whatever they are about, so that
    /// asking for an id does not tell whether it exists.
    pub(crate) actor: String,
}

/// Tables that name the projects of what an event can be about, with the column of its id.
const OF_A_PROJECT: [(&str, &str); 4] = [
    ("export_projects", "export_id"),
    ("imports", "id"),
    ("webhook_projects", "webhook_id"),
    ("api_key_projects", "api_key_id"),
];

impl VisibleAudit {
    /// Limits the events `e`.
    pub(super) fn limit(&self, conditions: &mut Conditions) {
        let actor = conditions.arg(&self.actor);
        let projects: Vec<String> =
            self.scope.project_ids.iter().map(|id| conditions.arg(id)).collect();
        // No project is in an empty list, also where there is none.
        let projects = if projects.is_empty() { "''".to_owned() } else { projects.join(", ") };
        let audience = conditions.audience_clause(&self.scope.audiences);
        let audience = audience.map(|clause| format!(" AND {clause}")).unwrap_or_default();
        let own_call = format!("c.project_id IN ({projects}){audience}");
        let mut hidden = vec![
            format!(
                "EXISTS (SELECT 1 FROM calls c WHERE c.tenant_id = e.tenant_id AND c.id = e.subject \
                 AND NOT ({own_call}))"
            ),
            // A tenant can have the name of one of its projects.
            format!(
                "(e.action NOT LIKE 'tenant.%' AND e.action NOT LIKE 'audit.%' AND EXISTS (\
                 SELECT 1 FROM projects p WHERE p.tenant_id = e.tenant_id AND p.slug = e.subject \
                 AND p.id NOT IN ({projects})))"
            ),
            format!(
                "(EXISTS (SELECT 1 FROM contact_identities i WHERE i.tenant_id = e.tenant_id \
                 AND i.contact_id = e.subject) AND NOT EXISTS (SELECT 1 FROM contact_identities i \
                 JOIN contact_calls k ON k.identity_id = i.id JOIN calls c ON c.id = k.call_id \
                 WHERE i.tenant_id = e.tenant_id AND i.contact_id = e.subject AND {own_call}))"
            ),
        ];
        hidden.extend(OF_A_PROJECT.iter().map(|(table, id)| {
            format!(
                "EXISTS (SELECT 1 FROM {table} o WHERE o.{id} = e.subject \
                 AND o.project_id NOT IN ({projects}))"
            )
        }));
        conditions.and(format!("(e.actor = {actor} OR NOT ({}))", hidden.join(" OR ")));
    }
}
