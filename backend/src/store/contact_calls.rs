//! Queries of one contact: its calls, and suggestions of what may be the same.

use earshot_domain::{CallId, ContactId, IdentityId, IdentityKind, ProjectId, TenantId};

use super::{
    CallRecord, Db,
    calls::LIST_COLUMNS,
    contact_lists::{IdentityValueRow, VisibleCalls, of_contacts},
    sql::Conditions,
    stored::Stored,
};
use crate::{Error, access::scope::Scope};

/// A call of a contact.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ContactCallRow {
    #[sqlx(flatten)]
    pub(crate) call: CallRecord,
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
}

/// Two identities of different contacts that calls have both of.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SuggestionRow {
    #[sqlx(try_from = "Stored<IdentityId>")]
    pub(crate) own_id: IdentityId,
    #[sqlx(try_from = "Stored<IdentityKind>")]
    pub(crate) own_kind: IdentityKind,
    pub(crate) own_encrypted: Vec<u8>,
    #[sqlx(try_from = "Stored<IdentityId>")]
    pub(crate) other_id: IdentityId,
    #[sqlx(try_from = "Stored<IdentityKind>")]
    pub(crate) other_kind: IdentityKind,
    pub(crate) other_encrypted: Vec<u8>,
    #[sqlx(try_from = "Stored<ContactId>")]
    pub(crate) contact_id: ContactId,
    pub(crate) calls: i64,
}

#[derive(sqlx::FromRow)]
struct NameRow {
    #[sqlx(try_from = "Stored<CallId>")]
    call_id: CallId,
    name_encrypted: Vec<u8>,
}

/// The last call of the previous page.
pub(crate) struct ContactCallPlace {
    pub(crate) started_at: i64,
    pub(crate) call_id: CallId,
}

impl Db {
    /// A page of a contact's calls, newest first.
    pub(crate) async fn contact_calls(
        &self,
        scope: &Scope,
        id: ContactId,
        after: Option<&ContactCallPlace>,
        most: i64,
    ) -> Result<Vec<ContactCallRow>, Error> {
        let Some(mut conditions) = of_contacts(scope, &[id]) else { return Ok(Vec::new()) };
        let own = conditions.sql();
        let page = after.map_or_else(String::new, |after| {
            let (at, call) = (conditions.arg(after.started_at), conditions.arg(after.call_id));
            format!("AND (c.started_at, c.id) < ({at}, {call}) ")
        });
        let limit = conditions.arg(most);
        let sql = format!(
            "SELECT {LIST_COLUMNS}, c.project_id FROM calls c \
             WHERE c.id IN (SELECT k.call_id FROM contact_identities i \
             JOIN contact_calls k ON k.identity_id = i.id WHERE {own}) {page}\
             ORDER BY c.started_at DESC, c.id DESC LIMIT {limit}"
        );
        self.rows(sql, conditions.args).await
    }

    /// Numbers and addresses by their ids, numbers first, whoever's projects know them.
    pub(crate) async fn identity_values(
        &self,
        tenant_id: TenantId,
        ids: &[IdentityId],
    ) -> Result<Vec<IdentityValueRow>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut conditions = Conditions::default();
        conditions.compare("i.tenant_id =", tenant_id);
        conditions.any_of("i.id", ids);
        let sql = format!(
            "SELECT i.contact_id, i.id, i.kind, i.value_encrypted FROM contact_identities i \
             WHERE {} ORDER BY i.kind DESC, i.id",
            conditions.sql()
        );
        self.rows(sql, conditions.args).await
    }

    /// The latest verified name of a person with these numbers and addresses, sealed under the call that
    /// gave it. A call on which another address was verified may name somebody else.
    pub(crate) async fn own_name(
        &self,
        scope: &Scope,
        ids: &[IdentityId],
    ) -> Result<Option<(CallId, Vec<u8>)>, Error> {
        let mut conditions = Conditions::default();
        let Some(visible) = VisibleCalls::new(&mut conditions, scope).filter(|_| !ids.is_empty())
        else {
            return Ok(None);
        };
        let visible = visible.condition("k");
        conditions.and(visible);
        let mut own = Vec::new();
        for id in ids {
            own.push(conditions.arg(id));
        }
        let own = own.join(", ");
        conditions.and(format!("k.identity_id IN ({own})"));
        let sql = format!(
            "SELECT k.call_id, k.name_encrypted FROM contact_calls k WHERE {} \
             AND k.name_encrypted IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contact_calls b \
             JOIN contact_identities o ON o.id = b.identity_id WHERE b.call_id = k.call_id \
             AND o.kind = 'email' AND o.id NOT IN ({own})) \
             ORDER BY k.started_at DESC, k.call_id DESC LIMIT 1",
            conditions.sql()
        );
        let row: Option<NameRow> = self.row(sql, conditions.args).await?;
        Ok(row.map(|row| (row.call_id, row.name_encrypted)))
    }

    /// Contacts that may be the same as this one, those with the most common calls first.
    pub(crate) async fn merge_suggestions(
        &self,
        scope: &Scope,
        id: ContactId,
        most: i64,
    ) -> Result<Vec<SuggestionRow>, Error> {
        let Some(mut conditions) = of_contacts(scope, &[id]) else { return Ok(Vec::new()) };
        let limit = conditions.arg(most);
        let sql = format!(
            "SELECT i.id AS own_id, i.kind AS own_kind, i.value_encrypted AS own_encrypted, \
             o.id AS other_id, o.kind AS other_kind, o.value_encrypted AS other_encrypted, \
             o.contact_id, count(*) AS calls \
             FROM contact_identities i JOIN contact_calls k ON k.identity_id = i.id \
             JOIN contact_calls b ON b.call_id = k.call_id \
             JOIN contact_identities o ON o.id = b.identity_id AND o.contact_id <> i.contact_id \
             WHERE {} AND NOT EXISTS (SELECT 1 FROM contact_dismissals d \
             WHERE (d.first_id = i.id AND d.second_id = o.id) \
             OR (d.first_id = o.id AND d.second_id = i.id)) \
             GROUP BY i.id, i.kind, i.value_encrypted, o.id, o.kind, o.value_encrypted, o.contact_id \
             ORDER BY calls DESC, o.id, i.id LIMIT {limit}",
            conditions.sql()
        );
        self.rows(sql, conditions.args).await
    }
}
