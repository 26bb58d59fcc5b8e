//! Numbers that are looked up by their end, and numbers that were hashed by earlier rules.

use earshot_domain::{CallId, ContactId, Country, IdentityId, ProjectId, TenantId};
use sqlx::AssertSqlSafe;

use super::{
    CallerHash, ContactSource, Db, NewIdentity, Tx,
    db::{on_db, on_tx},
    sql::{Conditions, bind_all},
    stored::Stored,
};
use crate::{Error, access::scope::ProjectScope};

/// Different numbers that are read of one end at most.
pub(crate) const MAX_NUMBERS: usize = 2000;

/// The number of a caller, sealed under one of its calls.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct CallerRow {
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) id: CallId,
    pub(crate) value_hash: Vec<u8>,
    pub(crate) value_encrypted: Vec<u8>,
}

/// The number of an identity.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct IdentityNumberRow {
    #[sqlx(try_from = "Stored<IdentityId>")]
    pub(crate) id: IdentityId,
    pub(crate) value_hash: Vec<u8>,
    pub(crate) value_encrypted: Vec<u8>,
}

/// The rules by which the numbers of a project are read and hashed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct NumberRules {
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
    /// The country that was set.
    #[sqlx(try_from = "Stored<Option<Country>>")]
    pub(crate) country: Option<Country>,
    pub(crate) time_zone: String,
    pub(crate) number_rules: i64,
}

/// A call whose numbers were hashed by earlier rules.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct OutdatedNumbers {
    pub(crate) row_id: i64,
    #[sqlx(flatten)]
    pub(crate) call: ContactSource,
}

/// Hashes of a caller's whole number and of its last 4, 6 and 8 digits.
pub(crate) type CallerHashes = [Option<Vec<u8>>; 4];

/// The number by which a call is among the contacts.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct CallIdentity {
    #[sqlx(try_from = "Stored<IdentityId>")]
    pub(crate) id: IdentityId,
    #[sqlx(try_from = "Stored<ContactId>")]
    pub(crate) contact_id: ContactId,
    pub(crate) value_hash: Vec<u8>,
}

const RULES: &str = "SELECT p.id AS project_id, p.tenant_id, p.country, t.time_zone, \
     p.number_rules FROM projects p JOIN tenants t ON t.id = p.tenant_id";
const IS_BEHIND: &str = "EXISTS (SELECT 1 FROM calls c WHERE c.project_id = p.id \
     AND c.number_rules < p.number_rules)";

impl Db {
    /// The different callers of a project whose numbers end like this, each with one of its calls.
    pub(crate) async fn callers_with_end(
        &self,
        scope: &ProjectScope,
        end: &CallerHash,
    ) -> Result<Vec<CallerRow>, Error> {
        let mut all = Conditions::default();
        all.compare("c.tenant_id =", scope.tenant_id);
        all.compare("c.project_id =", scope.project_id);
        let hash = all.arg(end.hash.clone());
        all.and(format!("{} = {hash}", end.digits.column()));
        let limit = all.arg(MAX_NUMBERS.cast_signed() as i64);
        let sql = format!(
            "SELECT id, caller_hash AS value_hash, caller_encrypted AS value_encrypted FROM calls \
             WHERE row_id IN (SELECT min(c.row_id) FROM calls c WHERE {} GROUP BY c.caller_hash) \
             LIMIT {limit}",
            all.sql()
        );
        self.rows(sql, all.args).await
    }

    /// The numbers of a tenant's contacts that end like this.
    pub(crate) async fn identities_with_end(
        &self,
        tenant_id: TenantId,
        end: &CallerHash,
    ) -> Result<Vec<IdentityNumberRow>, Error> {
        let mut all = Conditions::default();
        all.compare("s.tenant_id =", tenant_id);
        let hash = all.arg(end.hash.clone());
        all.and(format!("{} = {hash}", end.digits.identity_column()));
        let limit = all.arg(MAX_NUMBERS.cast_signed() as i64);
        let sql = format!(
            "SELECT s.id, s.value_hash, s.value_encrypted FROM contact_identities s \
             WHERE {} LIMIT {limit}",
            all.sql()
        );
        self.rows(sql, all.args).await
    }

    /// The projects with calls whose numbers were hashed by earlier rules.
    pub(crate) async fn projects_with_outdated_numbers(&self) -> Result<Vec<NumberRules>, Error> {
        let sql = format!("{RULES} WHERE {IS_BEHIND} ORDER BY p.id");
        let rows = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql)).fetch_all(pool).await)?;
        Ok(rows)
    }

    /// The next calls of a project whose numbers were hashed by earlier rules.
    pub(crate) async fn calls_with_outdated_numbers(
        &self,
        rules: &NumberRules,
        limit: i64,
    ) -> Result<Vec<OutdatedNumbers>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT c.row_id, c.ingest_seq, c.id, c.project_id, c.started_at, c.direction, \
             c.caller_encrypted, c.callee_encrypted, t.customer_encrypted \
             FROM calls c JOIN transcripts t ON t.call_row = c.row_id \
             WHERE c.project_id = $1 AND c.number_rules < $2 LIMIT $3",
        )
        .bind(Stored(rules.project_id))
        .bind(rules.number_rules)
        .bind(limit)
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }
}

impl Tx {
    /// The rules of the numbers of a tenant's projects.
    pub(crate) async fn number_rules(
        &mut self,
        tenant_id: TenantId,
    ) -> Result<Vec<NumberRules>, Error> {
        let sql = format!("{RULES} WHERE p.tenant_id = $1");
        let rows = on_tx!(self, |connection| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .fetch_all(&mut *connection)
            .await?);
        Ok(rows)
    }

    /// Replaces the hashes of a caller; `false` if the call was replaced meanwhile.
    pub(crate) async fn set_caller_hashes(
        &mut self,
        row_id: i64,
        rules: i64,
        hashes: &CallerHashes,
    ) -> Result<bool, Error> {
        let [whole, last4, last6, last8] = hashes;
        let changed = on_tx!(self, |connection| {
            sqlx::query(
            "UPDATE calls SET number_rules = $2, caller_hash = $3, caller_last4_hash = $4, \
             caller_last6_hash = $5, caller_last8_hash = $6 WHERE row_id = $1 AND number_rules < $2",
        )
        .bind(row_id)
        .bind(rules)
        .bind(whole)
        .bind(last4)
        .bind(last6)
        .bind(last8)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        Ok(changed == 1)
    }

    /// The number by which a call is among the contacts.
    pub(crate) async fn number_of_call(
        &mut self,
        call_id: CallId,
    ) -> Result<Option<CallIdentity>, Error> {
        let row = on_tx!(self, |connection| sqlx::query_as(
            "SELECT i.id, i.contact_id, i.value_hash FROM contact_calls k \
             JOIN contact_identities i ON i.id = k.identity_id \
             WHERE k.call_id = $1 AND i.kind = 'number'",
        )
        .bind(Stored(call_id))
        .fetch_optional(&mut *connection)
        .await?);
        Ok(row)
    }

    /// Gives the identity of a call the hashes of another; `false` if there is one with them, or if a
    /// further call of the present rules has it as it is.
    pub(crate) async fn set_identity_hashes(
        &mut self,
        id: IdentityId,
        call_id: CallId,
        identity: &NewIdentity,
    ) -> Result<bool, Error> {
        let [last4, last6, last8] = &identity.end_hashes;
        let mut all = Conditions::default();
        let id = all.arg(id);
        let hash = all.arg(identity.value_hash.clone());
        let [last4, last6, last8] = [last4, last6, last8]
            .map(|end| end.as_ref().map_or_else(|| "NULL".to_owned(), |end| all.arg(end.clone())));
        let call = all.arg(call_id);
        let sql = format!(
            "UPDATE contact_identities SET value_hash = {hash}, last4_hash = {last4}, \
             last6_hash = {last6}, last8_hash = {last8} WHERE id = {id} \
             AND NOT EXISTS (SELECT 1 FROM contact_identities o \
             WHERE o.tenant_id = contact_identities.tenant_id AND o.kind = 'number' \
             AND o.value_hash = {hash}) \
             AND NOT EXISTS (SELECT 1 FROM contact_calls k JOIN calls c ON c.id = k.call_id \
             JOIN projects p ON p.id = c.project_id WHERE k.identity_id = {id} \
             AND k.call_id <> {call} AND c.number_rules >= p.number_rules)"
        );
        let changed =
            on_tx!(self, |connection| bind_all!(sqlx::query(AssertSqlSafe(sql)), all.args)
                .execute(&mut *connection)
                .await?
                .rows_affected());
        Ok(changed == 1)
    }

    /// Takes a call from an identity; `true` if that was its last.
    pub(crate) async fn remove_contact_call(
        &mut self,
        id: IdentityId,
        call_id: CallId,
    ) -> Result<bool, Error> {
        let left: i64 = on_tx!(self, |connection| {
            sqlx::query("DELETE FROM contact_calls WHERE identity_id = $1 AND call_id = $2")
                .bind(Stored(id))
                .bind(Stored(call_id))
                .execute(&mut *connection)
                .await?;
            sqlx::query_scalar("SELECT count(*) FROM contact_calls WHERE identity_id = $1")
                .bind(Stored(id))
                .fetch_one(&mut *connection)
                .await?
        });
        Ok(left == 0)
    }
}
