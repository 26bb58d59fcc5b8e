//! People assigned to projects, and the audiences they are limited to.

use earshot_domain::{ProjectId, Role, TenantId, UserId};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::{Error, access::scope::Audiences};

/// An account, whether or not it may sign in.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct AccountRow {
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) id: UserId,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
}

/// A user assigned to a project.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct PersonRow {
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) id: UserId,
    pub(crate) email: String,
    pub(crate) name: String,
    #[sqlx(try_from = "Stored<Role>")]
    role: Role,
    audiences: Option<String>,
}

impl PersonRow {
    /// Whether the person sees the project's calls of an audience.
    fn sees(&self, audience: Option<&str>) -> Result<bool, Error> {
        Ok(Audiences::of_person(self.role, self.audiences.as_deref())?.include(audience))
    }
}

impl Db {
    /// The account of an e-mail address.
    pub(crate) async fn account_row(&self, email: &str) -> Result<Option<AccountRow>, Error> {
        let row = on_db!(self, |pool| sqlx::query_as(
            "SELECT id, tenant_id FROM users WHERE email = $1"
        )
        .bind(email)
        .fetch_optional(pool)
        .await)?;
        Ok(row)
    }

    /// The people assigned to a project, by name.
    pub(crate) async fn people(
        &self,
        tenant_id: TenantId,
        project_id: ProjectId,
    ) -> Result<Vec<PersonRow>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT u.id, u.email, u.name, u.role, u.audiences FROM users u \
             JOIN user_projects p ON p.user_id = u.id AND p.project_id = $2 \
             WHERE u.tenant_id = $1 AND u.disabled_at IS NULL ORDER BY u.name, u.email",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(project_id))
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }

    /// The people assigned to a project who see its calls of an audience, by name.
    pub(crate) async fn people_who_see(
        &self,
        tenant_id: TenantId,
        project_id: ProjectId,
        audience: Option<&str>,
    ) -> Result<Vec<PersonRow>, Error> {
        let mut people = Vec::new();
        for person in self.people(tenant_id, project_id).await? {
            if person.sees(audience)? {
                people.push(person);
            }
        }
        Ok(people)
    }
}

impl Tx {
    /// Sets a user's name and role; `None` leaves one unchanged.
    pub(crate) async fn set_user(
        &mut self,
        user_id: UserId,
        name: Option<&str>,
        role: Option<Role>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE users SET name = COALESCE($2, name), role = COALESCE($3, role) WHERE id = $1",
        )
        .bind(Stored(user_id))
        .bind(name)
        .bind(role.map(Role::as_str))
        .execute(connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Sets since when a user may not sign in; `None` if they may.
    pub(crate) async fn set_user_disabled(
        &mut self,
        user_id: UserId,
        since: Option<i64>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query("UPDATE users SET disabled_at = $2 WHERE id = $1")
            .bind(Stored(user_id))
            .bind(since)
            .execute(connection)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Sets the hash of a user's password.
    pub(crate) async fn set_password(&mut self, user_id: UserId, hash: &str) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1")
            .bind(Stored(user_id))
            .bind(hash)
            .execute(connection)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Takes a user off all projects.
    pub(crate) async fn unassign_projects(&mut self, user_id: UserId) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query("DELETE FROM user_projects WHERE user_id = $1")
            .bind(Stored(user_id))
            .execute(connection)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Sets the audiences that a user is limited to, as JSON; `None` for every audience.
    pub(crate) async fn set_audiences(
        &mut self,
        user_id: UserId,
        audiences: Option<&str>,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query("UPDATE users SET audiences = $2 WHERE id = $1")
            .bind(Stored(user_id))
            .bind(audiences)
            .execute(connection)
            .await?
            .rows_affected());
        Ok(())
    }
}
