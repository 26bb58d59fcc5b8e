//! Tenants, projects and users, as the operator manages them.

use earshot_domain::{
    ClockFormat, Country, DateOrder, Project, ProjectId, Role, Slug, TenantId, UserId,
};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A stored tenant.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct TenantRow {
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) id: TenantId,
    #[sqlx(try_from = "Stored<Slug>")]
    pub(crate) slug: Slug,
    pub(crate) name: String,
    pub(crate) time_zone: String,
    pub(crate) wrapped_key: Vec<u8>,
    pub(crate) keep_raw_text: bool,
}

/// Format in which a tenant's PBX displays times.
#[derive(sqlx::FromRow)]
pub(crate) struct DisplayFormatRow {
    #[sqlx(try_from = "Stored<DateOrder>")]
    pub(crate) date_order: DateOrder,
    #[sqlx(try_from = "Stored<ClockFormat>")]
    pub(crate) clock_face: ClockFormat,
}

/// A stored project.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct ProjectRow {
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) id: ProjectId,
    #[sqlx(try_from = "Stored<Slug>")]
    pub(crate) slug: Slug,
    pub(crate) name: String,
    /// The country that was set for its numbers.
    #[sqlx(try_from = "Stored<Option<Country>>")]
    pub(crate) country: Option<Country>,
    /// The rules by which its numbers are hashed.
    pub(crate) number_rules: i64,
}

impl From<ProjectRow> for Project {
    fn from(row: ProjectRow) -> Self {
        Self { slug: row.slug, name: row.name }
    }
}

/// A project to store.
pub(crate) struct NewProject<'a> {
    pub(crate) id: ProjectId,
    pub(crate) tenant_id: TenantId,
    pub(crate) slug: &'a Slug,
    pub(crate) name: &'a str,
    pub(crate) created_at: i64,
}

/// A user in the operator's list.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct UserRow {
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) id: UserId,
    pub(crate) email: String,
    pub(crate) name: String,
    #[sqlx(try_from = "Stored<Role>")]
    pub(crate) role: Role,
    /// The audiences that the user is limited to, as JSON.
    pub(crate) audiences: Option<String>,
    pub(crate) disabled_at: Option<i64>,
}

/// A user to store.
pub(crate) struct NewUser<'a> {
    pub(crate) id: UserId,
    pub(crate) tenant_id: TenantId,
    pub(crate) email: &'a str,
    pub(crate) name: &'a str,
    pub(crate) role: Role,
    pub(crate) password_hash: &'a str,
    pub(crate) created_at: i64,
}

impl Db {
    /// Whether the database was used with a master key before.
    pub async fn has_master_key(&self) -> Result<bool, Error> {
        let count: i64 = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT count(*) FROM installation WHERE one = 1",
        )
        .fetch_one(pool)
        .await)?;
        Ok(count > 0)
    }

    /// Stores the check value of the master key on first use; returns the stored check value.
    pub(crate) async fn claim_master_key(&self, check: &[u8]) -> Result<Vec<u8>, Error> {
        let mut tx = self.begin().await?;
        let stored: Vec<u8> = on_tx!(&mut tx, |connection| {
            sqlx::query(
                "INSERT INTO installation (one, master_key_check) VALUES (1, $1) \
                 ON CONFLICT (one) DO NOTHING",
            )
            .bind(check)
            .execute(&mut *connection)
            .await?;
            sqlx::query_scalar("SELECT master_key_check FROM installation WHERE one = 1")
                .fetch_one(&mut *connection)
                .await?
        });
        tx.commit().await?;
        Ok(stored)
    }

    pub(crate) async fn tenants(&self) -> Result<Vec<TenantRow>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT id, slug, name, time_zone, wrapped_key, keep_raw_text \
             FROM tenants ORDER BY slug",
        )
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }

    pub(crate) async fn tenant_by_slug(&self, slug: &Slug) -> Result<Option<TenantRow>, Error> {
        let row = on_db!(self, |pool| sqlx::query_as(
            "SELECT id, slug, name, time_zone, wrapped_key, keep_raw_text \
             FROM tenants WHERE slug = $1",
        )
        .bind(Stored(slug))
        .fetch_optional(pool)
        .await)?;
        Ok(row)
    }

    /// Reads the format in which a tenant's PBX displays times.
    pub(crate) async fn display_format(
        &self,
        tenant_id: TenantId,
    ) -> Result<DisplayFormatRow, Error> {
        let row = on_db!(self, |pool| sqlx::query_as(
            "SELECT date_order, clock_face FROM tenants WHERE id = $1",
        )
        .bind(Stored(tenant_id))
        .fetch_one(pool)
        .await)?;
        Ok(row)
    }

    pub(crate) async fn projects(&self, tenant_id: TenantId) -> Result<Vec<ProjectRow>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT id, slug, name, country, number_rules FROM projects WHERE tenant_id = $1 \
             ORDER BY name, slug",
        )
        .bind(Stored(tenant_id))
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }

    pub(crate) async fn users(&self, tenant_id: TenantId) -> Result<Vec<UserRow>, Error> {
        let rows = on_db!(self, |pool| {
            sqlx::query_as(
                "SELECT id, email, name, role, audiences, disabled_at FROM users WHERE tenant_id = $1 \
             ORDER BY email",
            )
            .bind(Stored(tenant_id))
            .fetch_all(pool)
            .await
        })?;
        Ok(rows)
    }
}

impl Tx {
    /// Sets the format in which a tenant's PBX displays times; `None` leaves a part unchanged.
    pub(crate) async fn set_display_format(
        &mut self,
        tenant_id: TenantId,
        date_order: Option<DateOrder>,
        clock_face: Option<ClockFormat>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE tenants SET date_order = COALESCE($2, date_order), \
             clock_face = COALESCE($3, clock_face) WHERE id = $1",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(date_order))
        .bind(Stored(clock_face))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Sets the country of a project's numbers, and has them hashed again.
    pub(crate) async fn set_country(
        &mut self,
        project_id: ProjectId,
        country: Option<Country>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE projects SET country = $2, number_rules = number_rules + 1 WHERE id = $1",
        )
        .bind(Stored(project_id))
        .bind(Stored(country))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }
}

/// Adds a tenant; `false` when the slug is taken.
pub(crate) async fn add_tenant(tx: &mut Tx, row: &TenantRow, now: i64) -> Result<bool, Error> {
    let added = on_tx!(tx, |connection| sqlx::query(
        "INSERT INTO tenants (id, slug, name, time_zone, wrapped_key, keep_raw_text, \
         staff_playback, recording_download, ingest_seq, audit_seq, audit_head, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, FALSE, FALSE, 0, 0, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(Stored(row.id))
    .bind(Stored(&row.slug))
    .bind(&row.name)
    .bind(&row.time_zone)
    .bind(&row.wrapped_key)
    .bind(row.keep_raw_text)
    .bind(Vec::<u8>::new())
    .bind(now)
    .execute(connection)
    .await?
    .rows_affected());
    Ok(added == 1)
}

/// Adds a project; `false` when the tenant has one of this slug.
pub(crate) async fn add_project(tx: &mut Tx, project: &NewProject<'_>) -> Result<bool, Error> {
    let added = on_tx!(tx, |connection| {
        sqlx::query(
        "INSERT INTO projects (id, tenant_id, slug, name, created_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT DO NOTHING",
    )
    .bind(Stored(project.id))
    .bind(Stored(project.tenant_id))
    .bind(Stored(project.slug))
    .bind(project.name)
    .bind(project.created_at)
    .execute(connection)
    .await?
    .rows_affected()
    });
    Ok(added == 1)
}

/// Adds a user; `false` when the e-mail address has an account.
pub(crate) async fn add_user(tx: &mut Tx, user: &NewUser<'_>) -> Result<bool, Error> {
    let added = on_tx!(tx, |connection| sqlx::query(
        "INSERT INTO users (id, tenant_id, email, name, role, password_hash, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(Stored(user.id))
    .bind(Stored(user.tenant_id))
    .bind(user.email)
    .bind(user.name)
    .bind(Stored(user.role))
    .bind(user.password_hash)
    .bind(user.created_at)
    .execute(connection)
    .await?
    .rows_affected());
    Ok(added == 1)
}

/// Assigns a project to a user.
pub(crate) async fn assign_project(
    tx: &mut Tx,
    user_id: UserId,
    project_id: ProjectId,
) -> Result<(), Error> {
    on_tx!(tx, |connection| sqlx::query(
        "INSERT INTO user_projects (user_id, project_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    )
    .bind(Stored(user_id))
    .bind(Stored(project_id))
    .execute(connection)
    .await?
    .rows_affected());
    Ok(())
}
