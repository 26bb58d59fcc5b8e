//! A conversation whose stored parts are parsed and opened when a column asks for them.

use std::cell::OnceCell;

use earshot_domain::{CallDetails, TranscriptState, Turn};

use super::{calls::CallRow, customer::VerifiedCustomer, messages::MessageRow, value::Value};
use crate::{
    Error,
    calls::tags,
    privacy::encryption::TenantKey,
    store::{ConversationRow, EventRow, ExportRecordRow},
};

/// A row per call, with everything that an export can write.
pub(in crate::exports) struct ConversationView<'c> {
    /// The call.
    pub(super) row: &'c ConversationRow,
    /// Its review events, in order.
    pub(super) events: &'c [EventRow],
    details: OnceCell<CallDetails>,
    turns: OnceCell<Vec<Turn>>,
    tags: OnceCell<Vec<String>>,
    customer: OnceCell<Option<VerifiedCustomer>>,
}

impl<'c> ConversationView<'c> {
    /// A view of a call with its review events.
    pub(in crate::exports) const fn new(row: &'c ConversationRow, events: &'c [EventRow]) -> Self {
        Self {
            row,
            events,
            details: OnceCell::new(),
            turns: OnceCell::new(),
            tags: OnceCell::new(),
            customer: OnceCell::new(),
        }
    }

    /// The redacted details.
    pub(super) fn details(&self) -> Result<&CallDetails, Error> {
        once(&self.details, || Ok(serde_json::from_str(&self.row.details)?))
    }

    /// Whether the transcript can be read.
    pub(super) fn is_readable(&self) -> bool {
        self.row.transcript_state == TranscriptState::Available
    }

    /// The redacted turns; none unless the transcript can be read.
    pub(in crate::exports) fn turns(&self) -> Result<&[Turn], Error> {
        if !self.is_readable() {
            return Ok(&[]);
        }
        once(&self.turns, || Ok(serde_json::from_str(&self.row.turns)?)).map(Vec::as_slice)
    }

    /// Why there are messages, or none.
    pub(in crate::exports) const fn transcript_state(&self) -> Value<'static> {
        Value::text(self.row.transcript_state.as_str())
    }

    /// Whether the caller rated the call.
    pub(in crate::exports) fn is_rated(&self) -> Result<bool, Error> {
        Ok(self.details()?.csat.is_some())
    }

    /// Whether there is a customer whose identity the source verified.
    pub(in crate::exports) fn has_verified_customer(&self, key: &TenantKey) -> Result<bool, Error> {
        Ok(self.customer(key)?.is_some())
    }

    /// The tags of the source and of reviewers.
    pub(super) fn tags(&self) -> Result<&[String], Error> {
        once(&self.tags, || Ok(tags(&self.details()?.tags, self.events))).map(Vec::as_slice)
    }

    /// The customer, if the source verified the identity.
    pub(super) fn customer(&self, key: &TenantKey) -> Result<Option<&VerifiedCustomer>, Error> {
        once(&self.customer, || VerifiedCustomer::open(self.row, key)).map(Option::as_ref)
    }

    /// The rows of a table with a row for each message.
    pub(in crate::exports) fn messages<'a>(
        &'a self,
        call_id: &'a str,
    ) -> Result<impl Iterator<Item = MessageRow<'a>>, Error> {
        Ok(MessageRow::of_call(call_id, self.row.cells.started_at, self.turns()?))
    }
}

impl CallRow for ConversationView<'_> {
    fn cells(&self) -> &ExportRecordRow {
        &self.row.cells
    }
}

impl CallRow for ConversationRow {
    fn cells(&self) -> &ExportRecordRow {
        &self.cells
    }
}

fn once<T>(cell: &OnceCell<T>, build: impl FnOnce() -> Result<T, Error>) -> Result<&T, Error> {
    if let Some(value) = cell.get() {
        return Ok(value);
    }
    let value = build()?;
    Ok(cell.get_or_init(|| value))
}
