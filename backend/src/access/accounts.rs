//! Changes of accounts by the operator: name, role, projects, password, and whether they may sign in.

use earshot_domain::{AuditAction, ProjectId, Role};
use serde_json::{Value, json};

use super::tenants::{MIN_PASSWORD, checked_name};
use crate::{
    Error,
    access::{Actor, Tenants},
    store::{self, AccountRow, Tx},
};

/// Changes of an account; `None` leaves a part unchanged.
#[derive(Debug, Clone, Default)]
pub struct UserChanges<'a> {
    /// Full name.
    pub name: Option<&'a str>,
    /// Role.
    pub role: Option<Role>,
    /// Slugs of the projects, instead of those assigned so far.
    pub projects: Option<&'a [String]>,
}

impl Tenants<'_> {
    /// Changes an account. Sessions and keys have the new rights at once.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an unknown account or project.
    pub async fn change_user(self, email: &str, changes: &UserChanges<'_>) -> Result<(), Error> {
        let account = self.account(email).await?;
        let name = changes.name.map(checked_name).transpose()?;
        let projects = match changes.projects {
            Some(slugs) => Some(self.projects_of(&account, slugs).await?),
            None => None,
        };
        let mut tx = self.0.db.begin().await?;
        tx.set_user(account.id, name.as_deref(), changes.role).await?;
        if let Some(projects) = projects {
            tx.unassign_projects(account.id).await?;
            for project in projects {
                store::assign_project(&mut tx, account.id, project).await?;
            }
        }
        let detail = json!({
            "name": name.is_some(), "role": changes.role, "projects": changes.projects,
        });
        self.record_change(&mut tx, &account, &detail).await?;
        tx.commit().await
    }

    /// Takes an account's access away, or gives it back. Without access, its sessions end and its keys
    /// are invalid at once.
    pub async fn set_user_disabled(self, email: &str, disabled: bool) -> Result<(), Error> {
        let account = self.account(email).await?;
        let mut tx = self.0.db.begin().await?;
        tx.set_user_disabled(account.id, disabled.then(|| self.0.now_ms())).await?;
        if disabled {
            self.0.db.end_sessions_of(&mut tx, account.id).await?;
        }
        self.record_change(&mut tx, &account, &json!({ "disabled": disabled })).await?;
        tx.commit().await
    }

    /// Sets a new password. The account's sessions end, and its devices are no longer known.
    pub async fn reset_password(self, email: &str, password: &str) -> Result<(), Error> {
        if password.chars().count() < MIN_PASSWORD {
            return Err(Error::field("password", "must have at least 8 characters"));
        }
        let account = self.account(email).await?;
        let hash = self.0.passwords.hash(password).await?;
        let mut tx = self.0.db.begin().await?;
        tx.set_password(account.id, &hash).await?;
        let ended = self.0.db.end_sessions_of(&mut tx, account.id).await?;
        let detail = json!({ "password": "reset", "sessions": ended });
        self.record_change(&mut tx, &account, &detail).await?;
        tx.commit().await
    }

    async fn account(self, email: &str) -> Result<AccountRow, Error> {
        let account = self.0.db.account_row(&email.trim().to_lowercase()).await?;
        account.ok_or_else(|| Error::field("user", format!("{email} has no account")))
    }

    async fn projects_of(
        self,
        account: &AccountRow,
        slugs: &[String],
    ) -> Result<Vec<ProjectId>, Error> {
        let known = self.0.db.projects(account.tenant_id).await?;
        let find = |slug: &String| {
            let project = known.iter().find(|known| known.slug.as_str() == slug);
            project.map(|project| project.id).ok_or_else(|| {
                Error::field("project", format!("{slug} does not belong to this tenant"))
            })
        };
        slugs.iter().map(find).collect()
    }

    async fn record_change(
        self,
        tx: &mut Tx,
        account: &AccountRow,
        detail: &Value,
    ) -> Result<(), Error> {
        let (actor, action) = (Actor::COMMAND_LINE, AuditAction::UserChanged);
        self.0.audit().record_as(tx, account.tenant_id, &actor, action, account.id, detail).await
    }
}
