//! Tenants, projects and users, as the operator manages them.

use earshot_domain::{AuditAction, ClockFormat, DateOrder, Role, Slug, TenantId, UserId};
use jiff::tz::TimeZone;
use serde_json::json;

use crate::{
    DisplayFormat, Error,
    access::{Actor, Tenants},
    ids,
    store::{self, NewUser, TenantRow, Tx},
};

/// Fewest characters of a password.
pub(super) const MIN_PASSWORD: usize = 8;

/// A tenant in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantListing {
    /// Short name in commands.
    pub slug: Slug,
    /// Display name.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
}

/// A user in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserListing {
    /// E-mail address.
    pub email: String,
    /// Full name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Slugs of the assigned projects.
    pub projects: Vec<Slug>,
    /// The audiences that the user is limited to; `None` for every audience.
    pub audiences: Option<Vec<String>>,
    /// Whether sign-in is disabled.
    pub disabled: bool,
}

/// A user to add.
pub struct NewUserSpec<'a> {
    /// Slug of the tenant.
    pub tenant: &'a str,
    /// E-mail address; unique in the installation.
    pub email: &'a str,
    /// Full name.
    pub name: &'a str,
    /// Role.
    pub role: Role,
    /// Password, at least 8 characters.
    pub password: &'a str,
    /// Slugs of the projects to assign.
    pub projects: &'a [String],
}

/// A tenant's settings for recordings; `None` leaves a setting unchanged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RecordingSettings {
    /// Client Staff may play recordings.
    pub staff_playback: Option<bool>,
    /// Client Admin and Client Manager may download recordings.
    pub recording_download: Option<bool>,
}

impl Tenants<'_> {
    /// Adds a tenant with its own data key.
    pub async fn add(self, slug: &str, name: &str, time_zone: &str) -> Result<(), Error> {
        let slug = checked_slug("tenant", slug)?;
        TimeZone::get(time_zone)
            .map_err(|_| Error::field("time zone", "must be an IANA name such as Europe/London"))?;
        let id = TenantId::new(ids::fresh());
        let (_, wrapped_key) = self.0.master_key.make_tenant_key(id)?;
        let row = TenantRow {
            id,
            slug,
            name: checked_name(name)?,
            time_zone: time_zone.to_owned(),
            wrapped_key,
            keep_raw_text: true,
        };
        let mut tx = self.0.db.begin().await?;
        if !store::add_tenant(&mut tx, &row, self.0.now_ms()).await? {
            return Err(Error::field("tenant", format!("{} already exists", row.slug)));
        }
        self.record_by_operator(&mut tx, id, AuditAction::TenantAdded, &row.slug).await?;
        tx.commit().await
    }

    /// Changes a tenant's settings for recordings.
    pub async fn set_recordings(
        self,
        tenant: &str,
        settings: RecordingSettings,
    ) -> Result<(), Error> {
        let tenant = self.find(tenant).await?;
        let RecordingSettings { staff_playback, recording_download } = settings;
        let mut tx = self.0.db.begin().await?;
        tx.set_recordings(tenant.id, staff_playback, recording_download).await?;
        let detail = json!({
            "staff_playback": staff_playback,
            "recording_download": recording_download,
        });
        let action = AuditAction::TenantChanged;
        self.0
            .audit()
            .record_as(&mut tx, tenant.id, &Actor::COMMAND_LINE, action, &tenant.slug, &detail)
            .await?;
        tx.commit().await
    }

    /// The time format of a tenant's PBX, by slug.
    pub async fn display_format_of(self, tenant: &str) -> Result<DisplayFormat, Error> {
        let tenant = self.find(tenant).await?;
        self.0.access().display_format(tenant.id).await
    }

    /// Changes the time format of a tenant's PBX; `None` leaves a part unchanged.
    pub async fn set_display_format(
        self,
        tenant: &str,
        date_order: Option<DateOrder>,
        clock_face: Option<ClockFormat>,
    ) -> Result<(), Error> {
        let tenant = self.find(tenant).await?;
        let mut tx = self.0.db.begin().await?;
        tx.set_display_format(tenant.id, date_order, clock_face).await?;
        let detail = json!({ "date_order": date_order, "clock_face": clock_face });
        let action = AuditAction::TenantChanged;
        self.0
            .audit()
            .record_as(&mut tx, tenant.id, &Actor::COMMAND_LINE, action, &tenant.slug, &detail)
            .await?;
        tx.commit().await
    }

    /// All tenants.
    pub async fn list(self) -> Result<Vec<TenantListing>, Error> {
        let rows = self.0.db.tenants().await?;
        Ok(rows
            .into_iter()
            .map(|row| TenantListing { slug: row.slug, name: row.name, time_zone: row.time_zone })
            .collect())
    }

    /// Adds a user and assigns projects, in one transaction.
    pub async fn add_user(self, user: &NewUserSpec<'_>) -> Result<(), Error> {
        let email = user.email.trim().to_lowercase();
        if !is_email_address(&email) {
            return Err(Error::field("email", "must be an e-mail address"));
        }
        if user.password.chars().count() < MIN_PASSWORD {
            return Err(Error::field("password", "must have at least 8 characters"));
        }
        let tenant = self.find(user.tenant).await?;
        let known = self.0.db.projects(tenant.id).await?;
        let password_hash = self.0.passwords.hash(user.password).await?;
        let id = UserId::new(ids::fresh());
        let row = NewUser {
            id,
            tenant_id: tenant.id,
            email: &email,
            name: &checked_name(user.name)?,
            role: user.role,
            password_hash: &password_hash,
            created_at: self.0.now_ms(),
        };
        let mut tx = self.0.db.begin().await?;
        if !store::add_user(&mut tx, &row).await? {
            return Err(Error::field("email", format!("{email} already has an account")));
        }
        for slug in user.projects {
            let Some(project) = known.iter().find(|known| known.slug.as_str() == slug) else {
                return Err(Error::field(
                    "project",
                    format!("{slug} does not belong to this tenant"),
                ));
            };
            store::assign_project(&mut tx, id, project.id).await?;
        }
        self.record_by_operator(&mut tx, tenant.id, AuditAction::UserAdded, id).await?;
        tx.commit().await
    }

    /// The users of a tenant.
    pub async fn users(self, tenant: &str) -> Result<Vec<UserListing>, Error> {
        let tenant = self.find(tenant).await?;
        let rows = self.0.db.users(tenant.id).await?;
        let mut users = Vec::with_capacity(rows.len());
        for row in rows {
            let projects = self.0.db.assigned_projects(row.id).await?;
            users.push(UserListing {
                audiences: row.audiences.as_deref().map(serde_json::from_str).transpose()?,
                email: row.email,
                name: row.name,
                role: row.role,
                projects: projects.into_iter().map(|project| project.slug).collect(),
                disabled: row.disabled_at.is_some(),
            });
        }
        Ok(users)
    }

    pub(crate) async fn find(self, slug: &str) -> Result<TenantRow, Error> {
        let unknown = || Error::field("tenant", format!("{slug} does not exist"));
        let slug = slug.parse().map_err(|_| unknown())?;
        self.0.db.tenant_by_slug(&slug).await?.ok_or_else(unknown)
    }

    pub(super) async fn record_by_operator(
        self,
        tx: &mut Tx,
        tenant_id: TenantId,
        action: AuditAction,
        subject: impl std::fmt::Display,
    ) -> Result<(), Error> {
        self.0
            .audit()
            .record_as(tx, tenant_id, &Actor::COMMAND_LINE, action, subject, &json!({}))
            .await
    }
}

pub(super) fn checked_slug(field: &str, slug: &str) -> Result<Slug, Error> {
    Slug::parse(field, slug).map_err(|error| Error::Invalid(vec![error]))
}

pub(super) fn checked_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if (1..=200).contains(&name.chars().count()) {
        return Ok(name.to_owned());
    }
    Err(Error::field("name", "must have 1 to 200 characters"))
}

fn is_email_address(text: &str) -> bool {
    text.len() <= 254
        && !text.contains(char::is_whitespace)
        && text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && !domain.contains('@')
        })
}
