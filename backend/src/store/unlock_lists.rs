//! Lists of unlocks, for the page of sensitive access.

use earshot_domain::{
    CallId, ExportId, ReasonCode, Slug, UnlockArtefact, UnlockId, UnlockRefusal, UnlockScope,
    UnlockState, UserId,
};

use super::{Db, sql::Conditions, stored::Stored};
use crate::{Error, access::scope::Scope};

/// A request with what came of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct AccessRow {
    #[sqlx(try_from = "Stored<UnlockId>")]
    pub(crate) id: UnlockId,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) call_id: CallId,
    #[sqlx(try_from = "Stored<Slug>")]
    pub(crate) project: Slug,
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) user_id: UserId,
    pub(crate) person: String,
    #[sqlx(try_from = "Stored<UnlockScope>")]
    pub(crate) scope: UnlockScope,
    #[sqlx(try_from = "Stored<ReasonCode>")]
    pub(crate) reason: ReasonCode,
    pub(crate) words_encrypted: Vec<u8>,
    #[sqlx(try_from = "Stored<UnlockState>")]
    pub(crate) state: UnlockState,
    #[sqlx(try_from = "Stored<Option<UnlockRefusal>>")]
    pub(crate) refusal: Option<UnlockRefusal>,
    pub(crate) requested_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) ended_at: Option<i64>,
    pub(crate) ended_by: Option<String>,
}

/// A use of an unlock.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct UnlockUseRow {
    #[sqlx(try_from = "Stored<UnlockId>")]
    pub(crate) unlock_id: UnlockId,
    pub(crate) at: i64,
    #[sqlx(try_from = "Stored<UnlockArtefact>")]
    pub(crate) artefact: UnlockArtefact,
    #[sqlx(try_from = "Stored<Option<ExportId>>")]
    pub(crate) export_id: Option<ExportId>,
}

/// Place of a request in the list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AccessPlace {
    pub(crate) requested_at: i64,
    pub(crate) id: UnlockId,
}

impl Db {
    /// The requests for calls in scope, newest first, behind a place.
    pub(crate) async fn sensitive_accesses(
        &self,
        scope: &Scope,
        after: Option<AccessPlace>,
        limit: i64,
    ) -> Result<Vec<AccessRow>, Error> {
        let Some(mut conditions) = Conditions::in_scope(scope) else { return Ok(Vec::new()) };
        if let Some(AccessPlace { requested_at, id }) = after {
            let at = conditions.arg(requested_at);
            let id = conditions.arg(id);
            conditions.and(format!("(u.requested_at, u.id) < ({at}, {id})"));
        }
        let limit = conditions.arg(limit);
        let sql = format!(
            "SELECT u.id, u.call_id, j.slug AS project, u.user_id, p.email AS person, u.scope, \
             u.reason, u.words_encrypted, u.state, u.refusal, u.requested_at, u.expires_at, \
             u.ended_at, e.email AS ended_by FROM unlocks u \
             JOIN calls c ON c.tenant_id = u.tenant_id AND c.id = u.call_id \
             JOIN projects j ON j.id = c.project_id JOIN users p ON p.id = u.user_id \
             LEFT JOIN users e ON e.id = u.ended_by WHERE {} \
             ORDER BY u.requested_at DESC, u.id DESC LIMIT {limit}",
            conditions.sql()
        );
        self.rows(sql, conditions.args).await
    }

    /// The place of a request in the list of a scope.
    pub(crate) async fn access_place(
        &self,
        scope: &Scope,
        id: UnlockId,
    ) -> Result<Option<AccessPlace>, Error> {
        let Some(mut conditions) = Conditions::in_scope(scope) else { return Ok(None) };
        conditions.compare("u.id =", id);
        let sql = format!(
            "SELECT u.requested_at FROM unlocks u JOIN calls c ON c.tenant_id = u.tenant_id \
             AND c.id = u.call_id WHERE {}",
            conditions.sql()
        );
        let at: Option<(i64,)> = self.row(sql, conditions.args).await?;
        Ok(at.map(|(requested_at,)| AccessPlace { requested_at, id }))
    }

    /// What unlocks were used for, in order of time.
    pub(crate) async fn unlock_uses(&self, ids: &[UnlockId]) -> Result<Vec<UnlockUseRow>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut conditions = Conditions::default();
        conditions.any_of("unlock_id", ids);
        let sql = format!(
            "SELECT unlock_id, at, artefact, export_id FROM unlock_uses WHERE {} \
             ORDER BY unlock_id, seq",
            conditions.sql()
        );
        self.rows(sql, conditions.args).await
    }
}
