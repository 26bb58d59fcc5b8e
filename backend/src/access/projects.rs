//! Projects, as the operator manages them.

use earshot_domain::{AuditAction, Country, ProjectId, Slug};
use serde_json::json;

use super::tenants::{checked_name, checked_slug};
use crate::{
    Error,
    access::{Actor, Tenants},
    ids,
    privacy::numbers::{country_of, is_supported},
    store::{self, NewProject, ProjectRow},
};

/// A project in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectListing {
    /// Short name in URLs, files and commands.
    pub slug: Slug,
    /// Display name.
    pub name: String,
    /// The country whose numbering plan its numbers follow: the one that was set, or that of the
    /// tenant's time zone.
    pub country: Option<Country>,
}

impl Tenants<'_> {
    /// Adds a project to a tenant.
    pub async fn add_project(self, tenant: &str, slug: &str, name: &str) -> Result<(), Error> {
        let slug = checked_slug("project", slug)?;
        let tenant = self.find(tenant).await?;
        let project = NewProject {
            id: ProjectId::new(ids::fresh()),
            tenant_id: tenant.id,
            slug: &slug,
            name: &checked_name(name)?,
            created_at: self.0.now_ms(),
        };
        let mut tx = self.0.db.begin().await?;
        if !store::add_project(&mut tx, &project).await? {
            return Err(Error::field("project", format!("{slug} already exists in this tenant")));
        }
        self.record_by_operator(&mut tx, tenant.id, AuditAction::ProjectAdded, &slug).await?;
        tx.commit().await
    }

    /// The projects of a tenant.
    pub async fn projects(self, tenant: &str) -> Result<Vec<ProjectListing>, Error> {
        let tenant = self.find(tenant).await?;
        let rows = self.0.db.projects(tenant.id).await?;
        let listing = |row: ProjectRow| ProjectListing {
            slug: row.slug,
            name: row.name,
            country: country_of(row.country, &tenant.time_zone),
        };
        Ok(rows.into_iter().map(listing).collect())
    }

    /// Sets the country of a project's numbers, by its two letters, or `zone` for that of the tenant's
    /// time zone. Stored numbers are hashed again in the background.
    pub async fn set_country(
        self,
        tenant: &str,
        project: &str,
        country: &str,
    ) -> Result<(), Error> {
        let tenant = self.find(tenant).await?;
        let country = match country {
            ZONE => None,
            code => Some(checked_country(code)?),
        };
        let known = self.0.db.projects(tenant.id).await?;
        let found = known.into_iter().find(|known| known.slug.as_str() == project);
        let found =
            found.ok_or_else(|| Error::field("project", format!("{project} does not exist")))?;
        let mut tx = self.0.db.begin().await?;
        tx.set_country(found.id, country).await?;
        let detail = json!({ "country": country.map(|country| country.to_string()) });
        let (action, subject) = (AuditAction::ProjectChanged, &found.slug);
        self.0
            .audit()
            .record_as(&mut tx, tenant.id, &Actor::COMMAND_LINE, action, subject, &detail)
            .await?;
        tx.commit().await
    }
}

/// What stands for the country of the tenant's time zone.
const ZONE: &str = "zone";

fn checked_country(code: &str) -> Result<Country, Error> {
    let country = code.parse().ok().filter(|country| is_supported(*country));
    country.ok_or_else(|| {
        let message =
            format!("{code} is no country with telephone numbers: two letters, such as GB");
        Error::field("country", message)
    })
}
