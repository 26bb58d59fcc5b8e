//! Projects of exports, in the order of the files.

use earshot_domain::{ExportId, ProjectId};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A project of an export.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct ExportProjectRow {
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
    /// Calls that matched in it when the export was requested; `None` in older exports.
    pub(crate) matched: Option<i64>,
}

impl Db {
    /// The projects of an export, in the order of its files.
    pub(crate) async fn export_projects(&self, id: ExportId) -> Result<Vec<ProjectId>, Error> {
        let rows = self.export_project_rows(id).await?;
        Ok(rows.into_iter().map(|row| row.project_id).collect())
    }

    /// Those projects, each with its matching calls.
    pub(crate) async fn export_project_rows(
        &self,
        id: ExportId,
    ) -> Result<Vec<ExportProjectRow>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT project_id, matched FROM export_projects WHERE export_id = $1 \
             ORDER BY position",
        )
        .bind(Stored(id))
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }
}

impl Tx {
    /// Stores the projects of an export, in the order of its files.
    pub(crate) async fn add_export_projects(
        &mut self,
        id: ExportId,
        projects: &[ExportProjectRow],
    ) -> Result<(), Error> {
        for (position, project) in (0_i64..).zip(projects) {
            on_tx!(self, |connection| {
                sqlx::query(
                    "INSERT INTO export_projects (export_id, position, project_id, matched) \
                     VALUES ($1, $2, $3, $4)",
                )
                .bind(Stored(id))
                .bind(position)
                .bind(Stored(project.project_id))
                .bind(project.matched)
                .execute(&mut *connection)
                .await?;
            });
        }
        Ok(())
    }
}
