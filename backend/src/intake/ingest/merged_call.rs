//! The call that a stored call and a record that came again make together.

use earshot_domain::CallDetails;

use super::{
    ignored::Ignored,
    merged_fields::{FIELDS, MergedField, RECORDING},
    order::{OnConflict, Order, latest},
    project_ingest::Prepared,
    record::Record,
    transcripts,
};
use crate::{
    Error,
    intake::{merging::Change, readers::IncomingCall},
    privacy::encryption::TenantKey,
};

/// The transcript among the names of fields.
const TRANSCRIPT: &str = "transcript";

/// A stored call, merged with a record that came again.
pub(super) struct MergedCall {
    pub(super) call: IncomingCall,
    /// Whether any value of the record was taken.
    pub(super) is_changed: bool,
    /// Values of the record that were not taken.
    pub(super) ignored: Option<Ignored>,
    /// Names of the fields that were taken.
    taken: Vec<&'static str>,
    /// Whether the record replaces what it contradicts.
    pub(super) replaces: bool,
}

impl MergedCall {
    /// Merges the record `sent` again into what is stored. Tags and notes are added to it; every other value
    /// is taken if nothing is stored or it continues what is stored; one that contradicts it only from
    /// a record that says more, is marked as newer or is to replace it.
    pub(super) fn of(
        mut stored: Record,
        (key, sent): (&TenantKey, &Prepared),
        on_conflict: OnConflict,
    ) -> Result<Self, Error> {
        let again = Record::again(sent)?.marked(&stored);
        let order = Order::of(stored.clear.version, again.clear.version, on_conflict);
        let fields: Vec<(&MergedField, Change)> = FIELDS
            .iter()
            .map(|field| (field, (field.compare)(&stored.shown, &again.shown)))
            .chain([(&RECORDING, (RECORDING.compare)(&stored.clear, &again.clear))])
            .collect();
        let transcript = transcripts::compare(&stored, &again, (key, sent))?;
        let mut details = std::mem::take(&mut stored.shown.details);
        let lists = add_items(&mut details, &again.shown.details, order);
        let says_more = lists == Items::Added
            || transcript.is_more()
            || fields.iter().any(|(_, change)| change.is_more());
        let rule = Rule { order, says_more };
        let version = latest(stored.clear.version, again.clear.version);
        let mut call = with_details(stored.clear, details);
        let mut taken = Vec::new();
        for (field, _) in fields.iter().filter(|(_, change)| rule.takes(*change)) {
            (field.copy)(&mut call, &again.clear);
            taken.push(field.name);
        }
        if rule.takes(transcript) {
            call.transcript_state = again.clear.transcript_state;
            // Not both in memory.
            call.turns = Vec::new();
            call.turns = sent.lines(key)?;
            taken.push(TRANSCRIPT);
        }
        let changes = fields.iter().map(|(field, change)| (field.name, *change));
        let left = changes
            .chain([(TRANSCRIPT, transcript)])
            .filter(|(_, change)| !rule.takes(*change))
            .map(|(name, change)| (name.to_owned(), change));
        let ignored = Ignored::of(&left.collect::<Vec<_>>(), order);
        call.version = version;
        let is_changed = !taken.is_empty() || lists != Items::Same;
        Ok(Self {
            is_changed,
            call: consistent(call),
            // A record that adds something need not say everything.
            ignored: ignored.filter(|ignored| !is_changed || !ignored.fields.is_empty()),
            taken,
            replaces: rule.takes(Change::Differs),
        })
    }

    /// Whether a value of the record was taken.
    pub(super) fn takes(&self, field: &str) -> bool {
        self.taken.contains(&field)
    }
}

/// Which values of a record are taken.
#[derive(Clone, Copy)]
struct Rule {
    order: Order,
    says_more: bool,
}

impl Rule {
    fn takes(self, change: Change) -> bool {
        let Self { order, says_more } = self;
        let is_newer = matches!(order, Order::Newer | Order::Forced);
        match change {
            Change::Same | Change::Silent => false,
            Change::Added => true,
            Change::Continued => order != Order::Older,
            Change::Shorter => is_newer,
            Change::Differs => is_newer || (order == Order::Unmarked && says_more),
        }
    }
}

/// What a record adds to the lists of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Items {
    Same,
    /// Tags or notes.
    Labels,
    /// Other items.
    Added,
}

/// Adds the items of a record to those of the call; a forced record replaces them.
fn add_items(call: &mut CallDetails, again: &CallDetails, order: Order) -> Items {
    let is_forced = order == Order::Forced;
    let labels = [
        add(&mut call.tags, &again.tags, is_forced),
        add(&mut call.notes, &again.notes, is_forced),
    ];
    let others = [
        add(&mut call.skills, &again.skills, is_forced),
        add(&mut call.citations, &again.citations, is_forced),
        add(&mut call.review_events, &again.review_events, is_forced),
    ];
    if others.contains(&true) {
        Items::Added
    } else if labels.contains(&true) {
        Items::Labels
    } else {
        Items::Same
    }
}

/// Whether a list was changed.
fn add<T: Clone + PartialEq>(items: &mut Vec<T>, again: &[T], is_forced: bool) -> bool {
    if is_forced && !again.is_empty() && items.as_slice() != again {
        again.clone_into(items);
        return true;
    }
    let before = items.len();
    for item in again {
        if !items.contains(item) {
            items.push(item.clone());
        }
    }
    items.len() > before
}

/// A call with details, whose recording it has already.
fn with_details(call: IncomingCall, details: CallDetails) -> IncomingCall {
    let details = CallDetails { recording: call.details.recording, ..details };
    IncomingCall { details, ..call }
}

/// A call none of whose parts is longer than it is.
fn consistent(mut call: IncomingCall) -> IncomingCall {
    let total = call.total_seconds;
    for part in [&mut call.ring_seconds, &mut call.talk_seconds, &mut call.hold_seconds] {
        *part = part.map(|part| part.min(total));
    }
    call.ended_at = call.ended_at.filter(|end| *end >= call.started_at);
    call
}
