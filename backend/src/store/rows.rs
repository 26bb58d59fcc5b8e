//! Reading of rows by a query that is built of constants, placeholders and their values.

use sqlx::{AssertSqlSafe, FromRow, postgres::PgRow, sqlite::SqliteRow};

use super::{
    Db,
    db::on_db,
    sql::{Arg, bind_all},
};
use crate::Error;

/// A row of either database.
pub(super) trait Row:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl<R> Row for R where R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{}

impl Db {
    /// All rows of a query. Its text comes from [`Conditions`](super::sql::Conditions) and constants, never
    /// from values.
    pub(super) async fn rows<R: Row>(&self, sql: String, args: Vec<Arg>) -> Result<Vec<R>, Error> {
        Ok(on_db!(self, |pool| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), args)
            .fetch_all(pool)
            .await)?)
    }

    /// The first row of such a query, if there is one.
    pub(super) async fn row<R: Row>(
        &self,
        sql: String,
        args: Vec<Arg>,
    ) -> Result<Option<R>, Error> {
        Ok(on_db!(self, |pool| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), args)
            .fetch_optional(pool)
            .await)?)
    }
}
