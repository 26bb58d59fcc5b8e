//! Lists and counts of marks of redaction, for the report.

use earshot_domain::{CallId, MarkKind, RedactionLabel, RedactionMarkId, Slug};

use super::{Db, sql::Conditions, stored::Stored};
use crate::{Error, access::scope::Scope};

/// Marks of one label on texts of one version of the rules.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct MarkCountsRow {
    #[sqlx(try_from = "Stored<RedactionLabel>")]
    pub(crate) label: RedactionLabel,
    pub(crate) rules: i64,
    pub(crate) missed: i64,
    pub(crate) wrong: i64,
    pub(crate) calls: i64,
}

/// A mark, with where it was made.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ReportedMarkRow {
    #[sqlx(try_from = "Stored<RedactionMarkId>")]
    pub(crate) id: RedactionMarkId,
    pub(crate) at: i64,
    #[sqlx(try_from = "Stored<MarkKind>")]
    pub(crate) kind: MarkKind,
    #[sqlx(try_from = "Stored<RedactionLabel>")]
    pub(crate) label: RedactionLabel,
    pub(crate) rules: i64,
    pub(crate) places: i64,
    #[sqlx(try_from = "Stored<Slug>")]
    pub(crate) project: Slug,
    #[sqlx(try_from = "Stored<CallId>")]
    pub(crate) call_id: CallId,
    pub(crate) turn: Option<i64>,
}

/// Place of a mark in the list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MarkPlace {
    pub(crate) at: i64,
    pub(crate) id: RedactionMarkId,
}

impl Db {
    /// The marks on calls in scope, counted by label and rules, most first.
    pub(crate) async fn redaction_mark_counts(
        &self,
        scope: &Scope,
    ) -> Result<Vec<MarkCountsRow>, Error> {
        let Some(conditions) = Conditions::in_scope(scope) else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT m.label, m.rules, SUM(CASE m.kind WHEN 'missed' THEN 1 ELSE 0 END) AS missed, \
             SUM(CASE m.kind WHEN 'wrong' THEN 1 ELSE 0 END) AS wrong, \
             COUNT(DISTINCT m.call_id) AS calls FROM redaction_marks m \
             JOIN calls c ON c.tenant_id = m.tenant_id AND c.id = m.call_id WHERE {} \
             GROUP BY m.label, m.rules ORDER BY COUNT(*) DESC, m.label, m.rules DESC",
            conditions.sql()
        );
        self.rows(sql, conditions.args).await
    }

    /// The marks on calls in scope, newest first, behind a mark.
    pub(crate) async fn reported_marks(
        &self,
        scope: &Scope,
        after: Option<MarkPlace>,
        limit: i64,
    ) -> Result<Vec<ReportedMarkRow>, Error> {
        let Some(mut conditions) = Conditions::in_scope(scope) else { return Ok(Vec::new()) };
        if let Some(MarkPlace { at, id }) = after {
            let (at, id) = (conditions.arg(at), conditions.arg(id));
            conditions.and(format!("(m.at, m.id) < ({at}, {id})"));
        }
        let limit = conditions.arg(limit);
        let sql = format!(
            "SELECT m.id, m.at, m.kind, m.label, m.rules, m.places, j.slug AS project, m.call_id, \
             e.turn FROM redaction_marks m \
             JOIN calls c ON c.tenant_id = m.tenant_id AND c.id = m.call_id \
             JOIN projects j ON j.id = c.project_id \
             JOIN review_events e ON e.call_id = m.call_id AND e.seq = m.seq WHERE {} \
             ORDER BY m.at DESC, m.id DESC LIMIT {limit}",
            conditions.sql()
        );
        self.rows(sql, conditions.args).await
    }

    /// The place of a mark in the list of a scope.
    pub(crate) async fn mark_place(
        &self,
        scope: &Scope,
        id: RedactionMarkId,
    ) -> Result<Option<MarkPlace>, Error> {
        let Some(mut conditions) = Conditions::in_scope(scope) else { return Ok(None) };
        conditions.compare("m.id =", id);
        let sql = format!(
            "SELECT m.at FROM redaction_marks m \
             JOIN calls c ON c.tenant_id = m.tenant_id AND c.id = m.call_id WHERE {}",
            conditions.sql()
        );
        let at: Option<(i64,)> = self.row(sql, conditions.args).await?;
        Ok(at.map(|(at,)| MarkPlace { at, id }))
    }
}
