//! A page of Activity.

use earshot_domain::{ActivityPage, ActivityQuery, AuditAction, Permission};
use serde_json::json;

use super::describe::describe;
use crate::{
    Error, Viewer,
    access::{Access, day_start},
    store::{AuditEntry, AuditSearch, VisibleAudit},
};

/// Events on one page.
const PAGE: usize = 50;
/// Actors to choose from.
const MAX_ACTORS: i64 = 500;

impl Access<'_> {
    /// A page of the tenant's activity, the latest first; without
    /// [`Permission::ViewAllActivity`] not what is about calls and projects of others. Opening it, which is its first page, is itself
    /// an event; the next pages of what was opened are not. Invalid filters are in the query's `errors`,
    /// with no events.
    ///
    /// # Errors
    /// [`Error::NotFound`] without [`Permission::ViewActivity`].
    pub async fn activity(
        self,
        viewer: &Viewer,
        mut query: ActivityQuery,
    ) -> Result<ActivityPage, Error> {
        may_view(viewer)?;
        let search = match search(viewer, &query) {
            Err(Error::Invalid(errors)) => {
                query.errors = errors;
                None
            }
            other => Some(other?),
        };
        let mut page = ActivityPage {
            profile: viewer.profile(),
            query,
            actors: Vec::new(),
            events: Vec::new(),
            next: None,
        };
        let Some(search) = search else { return Ok(page) };
        if search.before.is_none() {
            self.record_reading(viewer, &page.query, AuditAction::AuditOpened).await?;
            page.actors = self.0.db.audit_actors(viewer.tenant.id, MAX_ACTORS).await?;
        }
        let mut entries = self.activity_entries(viewer, &search, PAGE.saturating_add(1)).await?;
        if entries.len() > PAGE {
            entries.truncate(PAGE);
            page.next = entries.last().map(|entry| entry.seq);
        }
        let events = entries.iter().map(|entry| describe(viewer, entry));
        page.events = events.collect::<Result<_, _>>()?;
        Ok(page)
    }

    /// Events of a search, as far as the viewer sees them.
    pub(super) async fn activity_entries(
        self,
        viewer: &Viewer,
        search: &AuditSearch,
        most: usize,
    ) -> Result<Vec<AuditEntry>, Error> {
        let most = i64::try_from(most).map_err(Error::internal)?;
        let visible = (!viewer.may(Permission::ViewAllActivity))
            .then(|| VisibleAudit { scope: viewer.scope(), actor: viewer.actor.to_string() });
        self.0.db.search_audit(viewer.tenant.id, search, visible.as_ref(), most).await
    }

    /// Records that the log was read, before anything of it is shown.
    pub(super) async fn record_reading(
        self,
        viewer: &Viewer,
        query: &ActivityQuery,
        action: AuditAction,
    ) -> Result<(), Error> {
        let mut tx = self.0.db.begin().await?;
        let (subject, detail) = (&viewer.tenant.slug, json!({ "filters": query.filters() }));
        self.0.audit().record(&mut tx, viewer, action, subject, &detail, None).await?;
        tx.commit().await
    }
}

/// To roles without the permission, activity does not exist.
pub(super) fn may_view(viewer: &Viewer) -> Result<(), Error> {
    if viewer.may(Permission::ViewActivity) { Ok(()) } else { Err(Error::NotFound) }
}

/// The search of a query, in the tenant's time zone.
pub(super) fn search(viewer: &Viewer, query: &ActivityQuery) -> Result<AuditSearch, Error> {
    if !query.errors.is_empty() {
        return Err(Error::Invalid(query.errors.clone()));
    }
    let start = |name, day, later| {
        day_start(name, day, later, &viewer.tenant.zone)
            .map_err(|error| Error::Invalid(vec![error]))
    };
    Ok(AuditSearch {
        from: query.from.map(|day| start("from", day, 0)).transpose()?,
        to: query.to.map(|day| start("to", day, 1)).transpose()?,
        actions: query.actions(),
        actor: query.actor.clone(),
        subject: query.subject.clone(),
        before: query.before,
    })
}
