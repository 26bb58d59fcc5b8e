//! Conditions of matching calls and page starts: the clauses of list, count and export.

use earshot_domain::CallId;

use super::{Assignee, Search, project_word};
use super::{
    Db, dialect,
    sql::{Arg, Conditions},
};
use crate::access::scope::ProjectScope;

/// The start of a page or batch: strictly after (or before) the call with this key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageStart {
    pub(crate) key: i64,
    pub(crate) id: CallId,
    pub(crate) backwards: bool,
}

impl Db {
    /// The clauses from WHERE to LIMIT, and their values.
    pub(super) fn ordered(
        &self,
        scope: &ProjectScope,
        search: &Search,
        bound: Option<i64>,
        start: Option<&PageStart>,
        limit: i64,
    ) -> (String, Vec<Arg>) {
        let mut conditions = self.conditions(scope, search, bound);
        let sort = search.filter.sort;
        let backwards = start.is_some_and(|start| start.backwards);
        let descending = sort.descending() != backwards;
        let column = if sort.by_duration() { "c.total_seconds" } else { "c.started_at" };
        if let Some(start) = start {
            let key = conditions.arg(start.key);
            let id = conditions.arg(start.id);
            let than = if descending { '<' } else { '>' };
            conditions.and(format!("({column}, c.id) {than} ({key}, {id})"));
        }
        let direction = if descending { "DESC" } else { "ASC" };
        let limit = conditions.arg(limit);
        let tail = format!(
            "WHERE {} ORDER BY {column} {direction}, c.id {direction} LIMIT {limit}",
            conditions.sql()
        );
        (tail, conditions.args)
    }

    /// The conditions of a search; `bound` is the last arrival number included.
    pub(super) fn conditions(
        &self,
        scope: &ProjectScope,
        search: &Search,
        bound: Option<i64>,
    ) -> Conditions {
        let filter = &search.filter;
        let mut all = Conditions::in_project(scope);
        if let Some(from) = search.from_ms {
            all.compare("c.started_at >=", from);
        }
        if let Some(before) = search.before_ms {
            all.compare("c.started_at <", before);
        }
        if let Some(bound) = bound {
            // The unary sign prevents both planners from using the index by arrival, which is not
            // in a batch's order: they would read and sort all calls for each batch.
            all.compare("+c.ingest_seq <=", bound);
        }
        if filter.not_received {
            all.compare("c.recording_named =", true);
        } else if let Some(has) = filter.has_recording {
            all.compare("c.has_recording =", has);
        }
        all.any_of("c.status", &filter.status);
        all.any_of("c.channel", &filter.channel);
        all.any_of("c.sentiment", &filter.sentiment);
        all.any_of("c.agent", &filter.agent);
        all.any_of("c.review_state", &filter.review_state);
        all.any_of("c.direction", &filter.direction);
        all.any_of("c.id", &search.chosen);
        contact_condition(&mut all, search);
        tag_conditions(&mut all, scope, search);
        outcome_condition(&mut all, search);
        assignee_condition(&mut all, search);
        caller_condition(&mut all, search);
        if !search.texts.is_empty() {
            let project = project_word(scope.project_id);
            dialect::match_words(self, &mut all, &project, &search.texts);
        }
        all
    }
}

fn contact_condition(all: &mut Conditions, search: &Search) {
    let Some(identities) = &search.identities else { return };
    let mut of_contact = Vec::new();
    for id in identities {
        of_contact.push(all.arg(id));
    }
    if of_contact.is_empty() {
        return all.and("FALSE".to_owned());
    }
    all.and(format!(
        "c.id IN (SELECT k.call_id FROM contact_calls k WHERE k.identity_id IN ({}))",
        of_contact.join(", ")
    ));
}

/// At least one of the filter's tags, and every one of the search's own.
fn tag_conditions(all: &mut Conditions, scope: &ProjectScope, search: &Search) {
    let required = search.all_tags.iter().map(std::slice::from_ref);
    let groups = std::iter::once(search.filter.tag.as_slice()).chain(required);
    for tags in groups.filter(|tags| !tags.is_empty()) {
        let project = all.arg(scope.project_id);
        let tags: Vec<String> = tags.iter().map(|tag| all.arg(tag)).collect();
        all.and(format!(
            "c.row_id IN (SELECT call_row FROM call_tags WHERE project_id = {project} \
             AND tag IN ({}))",
            tags.join(", ")
        ));
    }
}

fn outcome_condition(all: &mut Conditions, search: &Search) {
    let mut either: Vec<String> =
        search.filter.outcome.iter().map(|code| format!("c.outcome = {}", all.arg(code))).collect();
    if search.wants_unclassified() {
        either.push("c.outcome IS NULL".to_owned());
    }
    if !either.is_empty() {
        all.and(format!("({})", either.join(" OR ")));
    }
}

fn assignee_condition(all: &mut Conditions, search: &Search) {
    let either: Vec<String> = search
        .assignees
        .iter()
        .map(|assignee| match assignee {
            Assignee::Nobody => "c.assignee_id IS NULL".to_owned(),
            Assignee::Viewer(Some(id)) => format!("c.assignee_id = {}", all.arg(id)),
            Assignee::Viewer(None) => "FALSE".to_owned(),
            // An unknown address, or one in another tenant, matches no calls.
            Assignee::Person(email) => {
                let tenant = all.arg(search.tenant_id);
                let email = all.arg(email);
                format!(
                    "c.assignee_id = (SELECT u.id FROM users u WHERE u.tenant_id = {tenant} \
                     AND u.email = {email})"
                )
            }
        })
        .collect();
    if !either.is_empty() {
        all.and(format!("({})", either.join(" OR ")));
    }
}

fn caller_condition(all: &mut Conditions, search: &Search) {
    let either: Vec<String> = search
        .callers
        .iter()
        .map(|caller| {
            let column = caller.digits.column();
            format!("{column} = {}", all.arg(caller.hash.clone()))
        })
        .collect();
    if !either.is_empty() {
        all.and(format!("({})", either.join(" OR ")));
    }
}
