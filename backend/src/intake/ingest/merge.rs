//! Merging a call that came again with the one that is stored.

use sha2::{Digest, Sha256};

use super::{
    ignored::Ignored,
    merged_call::MergedCall,
    project_ingest::{Ingested, Prepared, ProjectIngest},
    record::Record,
};
use crate::{
    Error,
    access::moment,
    intake::readers::{Format, IncomingCall, merge_conversations, pbx, within_bounds},
    privacy::encryption::Sealed,
    store::{Column, PreparedCall, StoredCall, Tx},
};

/// What to do with a stored call after a comparison with a record that came again.
pub(super) enum Comparison {
    /// Replace it with this.
    Replace(Box<PreparedCall>, Option<Ignored>),
    /// Keep it.
    Keep(Ingested, Option<Ignored>),
    /// Read it again: another writer changed it.
    Stale,
}

impl Comparison {
    /// Nothing is changed; what was ignored tells an unchanged call from one that was kept.
    fn keep(ignored: Option<Ignored>) -> Self {
        let ingested = if ignored.is_some() { Ingested::Kept } else { Ingested::Unchanged };
        Self::Keep(ingested, ignored)
    }
}

impl ProjectIngest {
    /// Compares a stored call with a record that came again. What the record adds is stored, and what it
    /// contradicts if it says more or is newer ([`MergedCall::of`]). A PBX call is merged leg by leg.
    pub(super) async fn compare(
        &self,
        tx: &mut Tx,
        stored: &StoredCall,
        again: &Prepared,
    ) -> Result<Comparison, Error> {
        let source = again.call.source.as_str();
        if stored.project_id != self.project_id {
            return Ok(Comparison::Keep(Ingested::InAnotherProject, None));
        }
        // Without their text, different records are the same; those of a PBX are merged without it.
        let tells_apart = self.keep_raw_text || Format::Pbx.is_source(source);
        let is_comparable = tells_apart && !self.replaces_conflicts();
        if is_comparable && self.is_same_record(tx, stored, again).await? {
            return Ok(Comparison::keep(None));
        }
        if Format::Pbx.is_source(source) {
            let known = self.known_record(tx, stored).await?;
            return self.merge_legs(stored, &known, &again.source_record(&self.key)?);
        }
        let Some(mut values) = tx.stored_values(self.tenant_id, stored.row_id).await? else {
            return Ok(Comparison::Stale);
        };
        if values.review_seq != stored.review_seq {
            return Ok(Comparison::Stale);
        }
        let turns = self.backend.reviews().sourced_turns(tx, self.tenant_id, stored).await?;
        let reviews = self.backend.reviews();
        let marks = reviews.marks_of(tx, (self.tenant_id, &self.key), stored).await?;
        let raw_text = Column::Optional(values.raw_text_encrypted.as_mut());
        tx.complete(raw_text).await?;
        let stored_record = Record::stored(&self.key, stored, values, (turns, marks))?;
        let before = stored_record.clear.version;
        let merged = MergedCall::of(stored_record, (&self.key, again), self.on_conflict)?;
        if !merged.is_changed {
            let version = merged.call.version;
            if version != before {
                let updated_at = version.updated_at.map(jiff::Timestamp::as_millisecond);
                tx.set_version(stored.row_id, version.revision, updated_at).await?;
            }
            return Ok(Comparison::keep(merged.ignored));
        }
        self.replacement(tx, merged, again, stored).await
    }

    /// Whether a record is that of the stored call, byte for byte. Records can be large: one of them is in
    /// memory at a time.
    async fn is_same_record(
        &self,
        tx: &mut Tx,
        stored: &StoredCall,
        again: &Prepared,
    ) -> Result<bool, Error> {
        if stored.source_bytes() != again.call.source_encrypted.len() {
            return Ok(false);
        }
        let known = Sha256::digest(self.known_record(tx, stored).await?);
        Ok(known == Sha256::digest(again.source_record(&self.key)?))
    }

    /// The record of a stored call.
    async fn known_record(&self, tx: &mut Tx, stored: &StoredCall) -> Result<Vec<u8>, Error> {
        let mut known = stored.source_encrypted.clone();
        tx.complete(Column::Bytes(&mut known)).await?;
        self.key.open_owned(Sealed::Source, stored.id, known)
    }

    /// Prepares a merged call for storage.
    async fn replacement(
        &self,
        tx: &mut Tx,
        merged: MergedCall,
        again: &Prepared,
        stored: &StoredCall,
    ) -> Result<Comparison, Error> {
        let incoming = &again.incoming;
        let source_record = if Format::Talkifai.is_source(&incoming.source) {
            let known = self.known_record(tx, stored).await?;
            let record = again.source_record(&self.key)?;
            let takes = |field: &str| merged.takes(field);
            match merge_conversations(known, record, takes, merged.replaces)? {
                Some(document) => document,
                None => again.source_record(&self.key)?,
            }
        } else if merged.ignored.is_none() {
            again.source_record(&self.key)?
        } else {
            // The record comes again as one of which something is ignored.
            self.known_record(tx, stored).await?
        };
        let MergedCall { call, ignored, .. } = merged;
        let call = IncomingCall {
            source: incoming.source.clone(),
            source_id: incoming.source_id.clone(),
            source_record,
            ..call
        };
        let call = match within_bounds(call) {
            Ok(call) => call,
            Err(reason) => {
                let reason = format!("together with what is stored, {reason}; nothing was added");
                return Ok(Comparison::keep(Some(Ignored::all(reason))));
            }
        };
        let call = self.prepare(call, stored.id)?.call;
        Ok(Comparison::Replace(Box::new(call), ignored))
    }

    /// Adds legs that arrived later, or say more, to a stored PBX call.
    fn merge_legs(
        &self,
        stored: &StoredCall,
        known: &[u8],
        new_legs: &[u8],
    ) -> Result<Comparison, Error> {
        let stored_legs = (known, moment(stored.started_at)?);
        let merge = pbx::merge(stored_legs, new_legs, &self.options, self.replaces_conflicts());
        let (merged, ignored) = match merge {
            Ok(pbx::MergedLegs { call, ignored }) => (call, ignored),
            Err(bad) => {
                let reason = format!("cannot be merged with the stored legs: {}", bad.reason);
                return Ok(Comparison::keep(Some(Ignored::all(reason))));
            }
        };
        let ignored = Ignored::of(&ignored, super::order::Order::Unmarked);
        let Some(call) = merged else { return Ok(Comparison::keep(ignored)) };
        let call = self.prepare(call, stored.id)?.call;
        // A leg that adds something need not say everything.
        let ignored = ignored.filter(|ignored| !ignored.fields.is_empty());
        Ok(Comparison::Replace(Box::new(call), ignored))
    }
}
