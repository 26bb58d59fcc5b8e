//! The list of calls: pages, choices of the filter, and rows.

use earshot_domain::{CallId, CallRow, CallerView, CallsPage, Choices, Direction, ListQuery, Slug};

use crate::{
    Error, Viewer,
    access::{ProjectScope, day_of, local_time},
    calls::{Calls, cursor, numbers::tried},
    privacy::{encryption::Sealed, masking, redaction::reads_like_a_name},
    store::{CallRecord, PageStart, ReviewRecord, unsigned},
};

/// Calls on one page of the list.
const PAGE: usize = 50;

impl Calls<'_> {
    /// The Calls page of a query. Invalid fields are returned in `errors`, with an empty list; a
    /// project that the viewer may not access is not found.
    pub async fn page(self, viewer: &Viewer, query: &ListQuery) -> Result<CallsPage, Error> {
        let mut page = self.empty_page(viewer, query)?;
        let scope = match viewer.project(query.filter.project.as_ref()) {
            Ok(scope) => scope,
            Err(Error::ProjectRequired) => return Ok(page),
            Err(error) => return Err(error),
        };
        page.project = Some(scope.project.clone());
        page.choices = self.choices(viewer, &scope).await?;
        if !page.errors.is_empty() {
            return Ok(page);
        }
        match self.fill(viewer, &scope, query, &mut page).await {
            Err(Error::Invalid(errors)) => page.errors = errors,
            other => other?,
        }
        Ok(page)
    }

    /// The stored record of a call in the viewer's scope.
    pub(crate) async fn record(self, viewer: &Viewer, id: CallId) -> Result<ReviewRecord, Error> {
        let record = self.0.db.call_in_scope(&viewer.scope(), id).await?;
        record.ok_or(Error::NotFound)
    }

    /// The project of a call in the viewer's scope.
    pub async fn project_of(self, viewer: &Viewer, id: CallId) -> Result<Slug, Error> {
        Ok(self.record(viewer, id).await?.project_slug)
    }

    /// Maximum number of calls in one streamed export.
    pub const fn export_limit(self) -> u64 {
        self.0.limits.export_calls
    }

    fn empty_page(self, viewer: &Viewer, query: &ListQuery) -> Result<CallsPage, Error> {
        Ok(CallsPage {
            profile: viewer.profile(),
            today: day_of(self.0.clock.now(), &viewer.tenant.zone)?,
            filter: query.filter.clone(),
            errors: query.errors.clone(),
            project: None,
            matched: 0,
            rows: Vec::new(),
            previous: None,
            next: None,
            choices: Choices::default(),
            running_export: None,
            export_limit: self.0.limits.export_calls,
            tried: Vec::new(),
            searched_name: false,
        })
    }

    async fn choices(self, viewer: &Viewer, scope: &ProjectScope) -> Result<Choices, Error> {
        Ok(Choices {
            agents: self.0.db.agents(scope).await?,
            people: self.0.access().people(viewer, scope.project_id).await?,
            outcomes: self.0.db.outcomes(scope).await?,
        })
    }

    async fn fill(
        self,
        viewer: &Viewer,
        scope: &ProjectScope,
        query: &ListQuery,
        page: &mut CallsPage,
    ) -> Result<(), Error> {
        let key = &viewer.tenant.key;
        let search = self.search(viewer, std::slice::from_ref(scope), &query.filter).await?;
        let start = query
            .cursor
            .as_deref()
            .map(|text| cursor::read(key, &query.filter, text))
            .transpose()?;
        page.matched = unsigned(self.0.db.count_calls(scope, &search).await?)?;
        // One row more than a page shows whether there is another page in this direction.
        let limit = i64::try_from(PAGE + 1).map_err(Error::internal)?;
        let mut rows = self.0.db.page_of_calls(scope, &search, start.as_ref(), limit).await?;
        let backwards = start.as_ref().is_some_and(|start| start.backwards);
        let more = rows.len() > PAGE;
        if more {
            if backwards { drop(rows.remove(0)) } else { rows.truncate(PAGE) }
        }
        let edge = |row: Option<&CallRecord>, backwards| {
            row.map(|row| {
                let key_of = row.key(query.filter.sort);
                let start = PageStart { key: key_of, id: row.id, backwards };
                cursor::write(key, &query.filter, &start)
            })
        };
        let (earlier, later) = if backwards { (more, true) } else { (start.is_some(), more) };
        page.previous = edge(rows.first(), true).filter(|_| earlier);
        page.next = edge(rows.last(), false).filter(|_| later);
        if page.matched == 0 {
            page.tried = tried(&query.filter.caller, scope.country);
            page.searched_name = query.filter.q.iter().any(|text| reads_like_a_name(text));
        }
        page.rows = rows.into_iter().map(|row| call_row(viewer, row)).collect::<Result<_, _>>()?;
        Ok(())
    }
}

/// A row of the list, from a call's record.
pub(crate) fn call_row(viewer: &Viewer, record: CallRecord) -> Result<CallRow, Error> {
    let caller = number(viewer, Sealed::Caller, record.id, record.caller_encrypted.as_deref())?;
    let callee = match record.direction {
        Direction::Outbound => {
            let sealed = record.callee_encrypted.as_deref();
            Some(number(viewer, Sealed::Callee, record.id, sealed)?)
        }
        _ => None,
    };
    Ok(CallRow {
        id: record.id,
        started: local_time(record.started_at, &viewer.tenant.zone)?,
        status: record.status,
        channel: record.channel,
        direction: record.direction,
        caller,
        callee,
        agent: record.agent,
        duration_seconds: seconds(record.total_seconds)?,
        summary: record.summary,
        outcome: record.outcome,
        sentiment: record.sentiment,
        has_recording: record.has_recording,
        recording_not_received: record.recording_named,
        review_state: record.review_state,
        assignee: record.assignee,
    })
}

/// A call's number, masked for the viewer.
pub(crate) fn number(
    viewer: &Viewer,
    kind: Sealed,
    call_id: CallId,
    sealed: Option<&[u8]>,
) -> Result<CallerView, Error> {
    let number =
        sealed.map(|sealed| viewer.tenant.key.open_text(kind, call_id, sealed)).transpose()?;
    Ok(masking::on_page(number.as_deref(), viewer.role))
}

/// Converts stored seconds.
pub(crate) fn seconds(stored: i64) -> Result<u32, Error> {
    u32::try_from(stored).map_err(Error::internal)
}
