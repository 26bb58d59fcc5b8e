//! The call feed: calls in order of arrival, without gaps, for programs that store a copy.

use earshot_domain::{
    ApiScope, CallFeed, CallFeedQuery, FeedCall, MediaState, Transcript, TranscriptState,
    feed_cursor,
};

use crate::{
    ApiClient, Error, Viewer,
    access::rfc3339,
    calls::Calls,
    privacy::{encryption::Sealed, masking::FileMask, source_names::shown_id},
    store::{ConversationTexts, PlacedRow},
};

impl Calls<'_> {
    /// Lists the calls that arrived after a cursor. Arrival numbers are assigned under a lock at
    /// the end of the transaction, so that no call can later appear before a cursor already
    /// returned.
    ///
    /// # Errors
    /// [`Error::ScopeMissing`]; [`Error::NotFound`] for a project outside the key's scope.
    pub async fn feed(self, client: &ApiClient, query: &CallFeedQuery) -> Result<CallFeed, Error> {
        client.demand(ApiScope::CallsRead)?;
        let viewer = &client.viewer;
        let mut scope = viewer.scope();
        if query.project.is_some() {
            scope.project_ids = vec![viewer.project(query.project.as_ref())?.project_id];
        }
        // Read before the calls, so that a call arriving meanwhile comes after the cursor.
        let bound = self.0.db.last_arrival(&scope).await?;
        let texts = ConversationTexts {
            one_line_transcript: false,
            turns: query.transcript,
            details: query.details,
        };
        let limit = i64::from(query.limit).saturating_add(1);
        let mut rows = self.0.db.calls_since(&scope, query.since, bound, limit, texts).await?;
        let has_more = rows.len() > query.limit as usize;
        rows.truncate(query.limit as usize);
        let last = rows
            .last()
            .filter(|_| has_more)
            .map_or(bound.max(query.since), |last| last.row.ingest_seq);
        let mask =
            if client.may(ApiScope::CallersFull) { FileMask::Full } else { FileMask::LastFour };
        let calls: Result<_, Error> =
            rows.into_iter().map(|row| feed_call(viewer, mask, texts, row)).collect();
        Ok(CallFeed { calls: calls?, next_cursor: feed_cursor(last), has_more })
    }
}

fn feed_call(
    viewer: &Viewer,
    mask: FileMask,
    texts: ConversationTexts,
    PlacedRow { project_slug, row }: PlacedRow,
) -> Result<FeedCall, Error> {
    let tenant = &viewer.tenant;
    let number = |kind, sealed: Option<&Vec<u8>>| -> Result<Option<String>, Error> {
        let number = sealed.map(|sealed| tenant.key.open_text(kind, row.cells.id, sealed));
        Ok(number.transpose()?.map(|number| mask.cell(Some(&number))))
    };
    let time = |milliseconds| rfc3339(milliseconds, &tenant.zone);
    let seconds = |count: Option<i64>| count.and_then(|count| u32::try_from(count).ok());
    let recording_state = row.recording_state();
    Ok(FeedCall {
        caller: number(Sealed::Caller, row.cells.caller_encrypted.as_ref())?,
        callee: number(Sealed::Callee, row.callee_encrypted.as_ref())?,
        call_id: row.cells.id,
        project_id: project_slug,
        source: row.source,
        source_id: shown_id(
            &tenant.key,
            row.cells.id,
            &row.source_id,
            row.names_encrypted.as_deref(),
            matches!(mask, FileMask::Full),
        )?,
        started_at: time(row.cells.started_at)?,
        ended_at: row.ended_at.map(time).transpose()?,
        end_reason: row.end_reason,
        channel: row.cells.channel,
        direction: row.direction,
        status: row.cells.status,
        source_status: row.source_status,
        agent: row.cells.agent,
        total_seconds: u32::try_from(row.cells.total_seconds).map_err(Error::internal)?,
        ring_seconds: seconds(row.ring_seconds),
        talk_seconds: seconds(row.talk_seconds),
        hold_seconds: seconds(row.hold_seconds),
        outcome: row.outcome.map(|outcome| outcome.to_string()),
        sentiment: row.sentiment,
        summary: row.cells.summary,
        transcript_state: row.transcript_state,
        has_recording: recording_state == MediaState::Available,
        recording_state,
        review_state: row.review_state,
        transcript: texts
            .turns
            .then(|| transcript(row.transcript_state, &row.turns))
            .transpose()?,
        details: texts.details.then(|| serde_json::from_str(&row.details)).transpose()?,
    })
}

/// The transcript, with its turns only when it is available.
fn transcript(state: TranscriptState, turns: &str) -> Result<Transcript, Error> {
    let turns =
        if state == TranscriptState::Available { serde_json::from_str(turns)? } else { Vec::new() };
    Ok(Transcript { state, turns })
}
