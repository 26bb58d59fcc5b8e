//! Conversations for programs: the list, one conversation, and its messages
//! (docs/compatibility.md#askvault-conversations).

use earshot_domain::{
    ApiScope, CallDetails, CallFilter, CallId, Conversation, ConversationCustomer,
    ConversationListQuery, ConversationMessage, ConversationMessages, Conversations, Customer,
    FieldError, MessagesQuery, Pagination, Slug, TranscriptState, Turn,
};

use super::{cursor, tags::tags};
use crate::{
    ApiClient, Error,
    access::{ProjectScope, rfc3339},
    calls::Calls,
    privacy::{encryption::Sealed, masking::FileMask},
    store::{ConversationRow, EventRow, PageStart, Search},
};

/// Conversations as one key reads them.
#[derive(Clone, Copy)]
pub struct KeyConversations<'a> {
    calls: Calls<'a>,
    client: &'a ApiClient,
}

impl<'a> Calls<'a> {
    /// The conversations that a key may read.
    ///
    /// # Errors
    /// [`Error::ScopeMissing`].
    pub fn of_key(self, client: &'a ApiClient) -> Result<KeyConversations<'a>, Error> {
        client.demand(ApiScope::ConversationsRead)?;
        Ok(KeyConversations { calls: self, client })
    }
}

impl KeyConversations<'_> {
    /// Lists conversations of one of the key's projects or of all, newest first.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Error::NotFound`] for a project outside the key's scope.
    pub async fn list(self, query: &ConversationListQuery) -> Result<Conversations, Error> {
        let viewer = &self.client.viewer;
        let filter = &query.filter;
        let projects = match &filter.project {
            Some(slug) => vec![viewer.project(Some(slug))?],
            None => viewer.all_projects(),
        };
        let search = self.search(&projects, filter).await?;
        let key = &viewer.tenant.key;
        let start =
            query.cursor.as_deref().map(|text| cursor::read(key, filter, text)).transpose()?;
        let size = query.limit as usize;
        let mut found: Vec<(Slug, ConversationRow)> = Vec::new();
        for scope in &projects {
            // One more than a page shows whether the list continues.
            let limit = i64::from(query.limit).saturating_add(1);
            let rows =
                self.calls.0.db.conversation_page(scope, &search, start.as_ref(), limit).await?;
            found.extend(rows.into_iter().map(|row| (scope.project.slug.clone(), row)));
        }
        found.sort_unstable_by_key(|(_, row)| {
            std::cmp::Reverse((row.cells.started_at, row.cells.id.to_string()))
        });
        let has_more = found.len() > size;
        found.truncate(size);
        let last = found.last().filter(|_| has_more).map(|(_, row)| {
            let start = PageStart { key: row.cells.started_at, id: row.cells.id, backwards: false };
            cursor::write(key, filter, &start)
        });
        let ids: Vec<CallId> = found.iter().map(|(_, row)| row.cells.id).collect();
        let events = self.calls.0.db.events_of_calls(viewer.tenant.id, &ids).await?;
        let conversation = |(slug, row): (Slug, ConversationRow)| {
            let events = events.get(&row.cells.id).map(Vec::as_slice).unwrap_or_default();
            self.conversation(slug, row, events)
        };
        Ok(Conversations {
            conversations: found.into_iter().map(conversation).collect::<Result<_, _>>()?,
            pagination: Pagination { next_cursor: last, has_more },
        })
    }

    /// One conversation in the key's scope; any other is not found, whether it exists or not.
    pub async fn read(self, id: CallId) -> Result<Conversation, Error> {
        let (slug, row) = self.row(id).await?;
        let tenant = self.client.viewer.tenant.id;
        let events = self.calls.0.db.review_events(tenant, id).await?;
        self.conversation(slug, row, &events)
    }

    /// The redacted messages of a conversation in the key's scope, in pages.
    ///
    /// # Errors
    /// [`Error::NotFound`], before [`Error::Invalid`] for invalid parameters.
    pub async fn messages(
        self,
        id: CallId,
        query: Result<MessagesQuery, Vec<FieldError>>,
    ) -> Result<ConversationMessages, Error> {
        let (_, row) = self.row(id).await?;
        let MessagesQuery { limit, after } = query.map_err(Error::Invalid)?;
        let message = |(turn, n): (Turn, u32)| {
            let at = turn.offset_ms.map(|offset| row.cells.started_at.saturating_add(offset));
            Ok(ConversationMessage {
                n,
                speaker: turn.speaker,
                text: turn.text,
                started_at: at.map(|at| self.time(at)).transpose()?,
                offset_seconds: turn.offset_ms.map(seconds),
            })
        };
        let mut rest = turns(&row)?.into_iter().zip(1..).skip(after as usize).peekable();
        let page = rest.by_ref().take(limit as usize).map(message);
        let messages = page.collect::<Result<Vec<ConversationMessage>, Error>>()?;
        let has_more = rest.peek().is_some();
        let last = messages.last().filter(|_| has_more);
        let next_cursor = last.map(|last| MessagesQuery::cursor(row.cells.id, last.n));
        Ok(ConversationMessages {
            conversation_id: row.cells.id,
            transcript_state: row.transcript_state,
            messages,
            pagination: Pagination { next_cursor, has_more },
        })
    }

    /// The search of a filter whose tags must all be there; errors have the interface's names.
    async fn search(self, projects: &[ProjectScope], filter: &CallFilter) -> Result<Search, Error> {
        let others = CallFilter { tag: Vec::new(), ..filter.clone() };
        match self.calls.search(&self.client.viewer, projects, &others).await {
            Ok(search) => Ok(search.with_tags(&filter.tag)),
            Err(Error::Invalid(errors)) => {
                let renamed = errors.into_iter().map(ConversationListQuery::renamed);
                Err(Error::Invalid(renamed.collect()))
            }
            Err(error) => Err(error),
        }
    }

    async fn row(self, id: CallId) -> Result<(Slug, ConversationRow), Error> {
        let scope = self.client.viewer.scope();
        self.calls.0.db.conversation_in_scope(&scope, id).await?.ok_or(Error::NotFound)
    }

    fn conversation(
        self,
        project_id: Slug,
        row: ConversationRow,
        events: &[EventRow],
    ) -> Result<Conversation, Error> {
        let details: CallDetails = serde_json::from_str(&row.details)?;
        Ok(Conversation {
            id: row.cells.id,
            project_id,
            channel: row.cells.channel,
            direction: row.direction,
            status: row.cells.status,
            started_at: self.time(row.cells.started_at)?,
            ended_at: row.ended_at.map(|at| self.time(at)).transpose()?,
            message_count: u32::try_from(turns(&row)?.len()).map_err(Error::internal)?,
            customer: self.customer(&row)?,
            source_status: row.source_status,
            agent: row.cells.agent,
            tags: tags(&details.tags, events),
            audience: details.audience,
            priority: details.priority,
            csat: details.csat,
            summary: row.cells.summary,
        })
    }

    /// The customer whose identity the source verified.
    fn customer(self, row: &ConversationRow) -> Result<Option<ConversationCustomer>, Error> {
        let Some(sealed) = &row.customer_encrypted else { return Ok(None) };
        let key = &self.client.viewer.tenant.key;
        let customer: Customer =
            serde_json::from_slice(&key.open(Sealed::Customer, row.cells.id, sealed)?)?;
        if customer.identity_verified != Some(true) {
            return Ok(None);
        }
        let full = self.client.may(ApiScope::CallersFull);
        let mask = if full { FileMask::Full } else { FileMask::LastFour };
        Ok(Some(ConversationCustomer {
            name: customer.name.map(|name| mask.name(&name)),
            email: customer.email.map(|email| mask.email(&email)),
            phone: customer.phone.map(|phone| mask.cell(Some(&phone))),
            company: customer.company.map(|company| mask.organisation(&company)),
        }))
    }

    fn time(self, milliseconds: i64) -> Result<String, Error> {
        rfc3339(milliseconds, &self.client.viewer.tenant.zone)
    }
}

/// The redacted turns; none unless the transcript can be read.
fn turns(row: &ConversationRow) -> Result<Vec<Turn>, Error> {
    if row.transcript_state != TranscriptState::Available {
        return Ok(Vec::new());
    }
    Ok(serde_json::from_str(&row.turns)?)
}

#[expect(clippy::cast_precision_loss, reason = "an offset within a call is far below 2^52 ms")]
fn seconds(milliseconds: i64) -> f64 {
    milliseconds as f64 / 1000.0
}
