//! Queries of contacts: every one is limited to calls that the viewer may access.

use earshot_domain::{CallId, ContactId, IdentityId, IdentityKind};

use super::{CallerHash, Db, sql::Conditions, stored::Stored};
use crate::{Error, access::scope::Scope};

/// What contacts are searched by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ContactSearch {
    /// All contacts.
    All,
    /// Numbers and ends, one of which a contact has.
    Number(Vec<CallerHash>),
    /// Hash of a verified e-mail address.
    Email(Vec<u8>),
    /// Hashes of words, all of which a name begins a word with.
    Name(Vec<Vec<u8>>),
}

/// A place in a list ordered by the latest call.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct ContactPlace {
    #[sqlx(try_from = "Stored<ContactId>")]
    pub(crate) contact_id: ContactId,
    pub(crate) started_at: i64,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) call_id: CallId,
    #[sqlx(try_from = "Stored<IdentityId>")]
    pub(crate) identity_id: IdentityId,
}

/// An identity of a listed contact.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct IdentityValueRow {
    #[sqlx(try_from = "Stored<ContactId>")]
    pub(crate) contact_id: ContactId,
    #[sqlx(try_from = "Stored<IdentityId>")]
    pub(crate) id: IdentityId,
    #[sqlx(try_from = "Stored<IdentityKind>")]
    pub(crate) kind: IdentityKind,
    pub(crate) value_encrypted: Vec<u8>,
}

/// The latest name of a listed contact, sealed under the call that gave it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ContactNameRow {
    #[sqlx(try_from = "Stored<ContactId>")]
    pub(crate) contact_id: ContactId,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) call_id: CallId,
    pub(crate) name_encrypted: Vec<u8>,
}

/// The number of calls of a listed contact, and when the latest began.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ContactTallyRow {
    #[sqlx(try_from = "Stored<ContactId>")]
    pub(crate) contact_id: ContactId,
    pub(crate) calls: i64,
    pub(crate) last_at: i64,
}

/// Identities with their calls.
const CALLS: &str = "contact_identities i JOIN contact_calls k ON k.identity_id = i.id";

impl Db {
    /// A page of contacts, the one with the latest call first.
    pub(crate) async fn contacts(
        &self,
        scope: &Scope,
        search: &ContactSearch,
        after: Option<&ContactPlace>,
        most: i64,
    ) -> Result<Vec<ContactPlace>, Error> {
        let mut conditions = Conditions::default();
        let Some(visible) = VisibleCalls::new(&mut conditions, scope) else {
            return Ok(Vec::new());
        };
        // All contacts are read in the order of their calls, which ends with the page; those that are
        // searched for are few, and read by themselves.
        let latest = match search {
            ContactSearch::All => latest_calls(&mut conditions, scope, &visible),
            search => latest_calls_of_found(&mut conditions, scope, search, &visible),
        };
        let page = after.map_or_else(String::new, |after| {
            let (at, call) = (conditions.arg(after.started_at), conditions.arg(after.call_id));
            let identity = conditions.arg(after.identity_id);
            format!("AND (k.started_at, k.call_id, k.identity_id) < ({at}, {call}, {identity}) ")
        });
        let limit = conditions.arg(most);
        let sql = format!(
            "SELECT k.contact_id, k.started_at, k.call_id, k.identity_id {latest} {page}\
             ORDER BY k.started_at DESC, k.call_id DESC, k.identity_id DESC LIMIT {limit}"
        );
        self.rows(sql, conditions.args).await
    }

    /// The identities of contacts, numbers first.
    pub(crate) async fn identities_of(
        &self,
        scope: &Scope,
        contacts: &[ContactId],
    ) -> Result<Vec<IdentityValueRow>, Error> {
        let Some(conditions) = of_contacts(scope, contacts) else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT DISTINCT i.contact_id, i.id, i.kind, i.value_encrypted FROM {CALLS} WHERE {} \
             ORDER BY i.kind DESC, i.id",
            conditions.sql()
        );
        self.rows(sql, conditions.args).await
    }

    /// The latest name of each contact that has one.
    pub(crate) async fn names_of(
        &self,
        scope: &Scope,
        contacts: &[ContactId],
    ) -> Result<Vec<ContactNameRow>, Error> {
        let Some(conditions) = of_contacts(scope, contacts) else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT contact_id, call_id, name_encrypted FROM (SELECT i.contact_id, k.call_id, \
             k.name_encrypted, ROW_NUMBER() OVER (PARTITION BY i.contact_id \
             ORDER BY k.started_at DESC, k.call_id DESC) AS place FROM {CALLS} \
             WHERE {} AND k.name_encrypted IS NOT NULL) AS named WHERE place = 1",
            conditions.sql()
        );
        self.rows(sql, conditions.args).await
    }

    /// The number of calls of each contact.
    pub(crate) async fn tallies_of(
        &self,
        scope: &Scope,
        contacts: &[ContactId],
    ) -> Result<Vec<ContactTallyRow>, Error> {
        let Some(conditions) = of_contacts(scope, contacts) else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT i.contact_id, count(DISTINCT k.call_id) AS calls, \
             max(k.started_at) AS last_at FROM {CALLS} WHERE {} GROUP BY i.contact_id",
            conditions.sql()
        );
        self.rows(sql, conditions.args).await
    }
}

/// The calls of a scope, as a condition on calls of contacts.
pub(super) struct VisibleCalls {
    /// Placeholders of the projects.
    projects: String,
    /// Condition on the audience of a call `c`.
    audience: Option<String>,
}

impl VisibleCalls {
    /// Adds the values of a scope to a statement; nothing for a scope without projects.
    pub(super) fn new(conditions: &mut Conditions, scope: &Scope) -> Option<Self> {
        if scope.project_ids.is_empty() {
            return None;
        }
        let places = scope.project_ids.iter().map(|project_id| conditions.arg(project_id));
        let projects = places.collect::<Vec<_>>().join(", ");
        Some(Self { projects, audience: conditions.audience_clause(&scope.audiences) })
    }

    /// The condition on the table of calls with this alias.
    pub(super) fn condition(&self, alias: &str) -> String {
        let audience = self.audience.as_ref().map_or_else(String::new, |audience| {
            format!(
                " AND EXISTS (SELECT 1 FROM calls c WHERE c.id = {alias}.call_id AND {audience})"
            )
        });
        format!("{alias}.project_id IN ({}){audience}", self.projects)
    }
}

/// Conditions of the calls of contacts.
pub(super) fn of_contacts(scope: &Scope, contacts: &[ContactId]) -> Option<Conditions> {
    let mut conditions = Conditions::default();
    let visible = VisibleCalls::new(&mut conditions, scope)?;
    conditions.and(visible.condition("k"));
    if contacts.is_empty() {
        return None;
    }
    conditions.any_of("i.contact_id", contacts);
    Some(conditions)
}

/// The latest call of every contact, to be completed by conditions: calls in their order, without
/// those that a later one of the same contact follows.
fn latest_calls(conditions: &mut Conditions, scope: &Scope, visible: &VisibleCalls) -> String {
    let tenant = conditions.arg(scope.tenant_id);
    let (own, later) = (visible.condition("k"), visible.condition("n"));
    format!(
        "FROM (SELECT c.*, i.contact_id FROM contact_calls c \
         JOIN contact_identities i ON i.id = c.identity_id) AS k \
         WHERE k.tenant_id = {tenant} AND {own} \
         AND NOT EXISTS (SELECT 1 FROM contact_identities j \
         JOIN contact_calls n ON n.identity_id = j.id \
         WHERE j.contact_id = k.contact_id AND {later} \
         AND n.started_at >= k.started_at \
         AND (n.started_at, n.call_id, n.identity_id) > (k.started_at, k.call_id, k.identity_id))"
    )
}

/// The latest call of each contact that a search finds, to be completed by conditions.
fn latest_calls_of_found(
    conditions: &mut Conditions,
    scope: &Scope,
    search: &ContactSearch,
    visible: &VisibleCalls,
) -> String {
    conditions.and(visible.condition("k"));
    matching(conditions, scope, search, visible);
    format!(
        "FROM (SELECT i.contact_id, k.started_at, k.call_id, k.identity_id, \
         ROW_NUMBER() OVER (PARTITION BY i.contact_id \
         ORDER BY k.started_at DESC, k.call_id DESC, k.identity_id DESC) AS place \
         FROM {CALLS} WHERE {}) AS k WHERE k.place = 1",
        conditions.sql()
    )
}

/// Adds the condition of a search. It is met by calls in scope only, as is what is shown: a number
/// that another project knows finds nothing.
fn matching(
    conditions: &mut Conditions,
    scope: &Scope,
    search: &ContactSearch,
    visible: &VisibleCalls,
) {
    // Words lead to calls and from there to contacts, values the other way.
    let by_value = |conditions: &mut Conditions, condition: String| {
        let tenant = conditions.arg(scope.tenant_id);
        format!(
            "contact_identities s JOIN contact_calls f ON f.identity_id = s.id \
             WHERE s.tenant_id = {tenant} AND {condition}"
        )
    };
    let found: Vec<String> = match search {
        ContactSearch::All => return,
        ContactSearch::Number(numbers) => {
            let either = numbers.iter().map(|number| {
                let hash = conditions.arg(number.hash.clone());
                format!("{} = {hash}", number.digits.identity_column())
            });
            let either: Vec<String> = either.collect();
            vec![by_value(conditions, format!("s.kind = 'number' AND ({})", either.join(" OR ")))]
        }
        ContactSearch::Email(hash) => {
            let hash = conditions.arg(hash.clone());
            vec![by_value(conditions, format!("s.kind = 'email' AND s.value_hash = {hash}"))]
        }
        ContactSearch::Name(hashes) => hashes
            .iter()
            .map(|hash| {
                let hash = conditions.arg(hash.clone());
                format!(
                    "contact_words w JOIN contact_calls f ON f.call_id = w.call_id \
                     JOIN contact_identities s ON s.id = f.identity_id WHERE w.word_hash = {hash}"
                )
            })
            .collect(),
    };
    for found in found {
        conditions.and(format!(
            "i.contact_id IN (SELECT s.contact_id FROM {found} AND {})",
            visible.condition("f")
        ));
    }
}
