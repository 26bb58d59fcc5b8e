//! Storing a batch of prepared calls in one transaction.

use std::collections::HashMap;

use earshot_domain::ImportId;

use super::{
    merge::Comparison,
    project_ingest::{Ingested, IngestedCall, Prepared, ProjectIngest},
};
use crate::{
    Error,
    notify::Outbox,
    store::{CallOwner, Column, Keep, PreparedCall, ROWS, SourceKey, StoredCall, Tx},
};

/// Attempts to store a call that other imports change at the same time.
const MAX_ATTEMPTS: u32 = 8;

impl ProjectIngest {
    /// Stores a batch: all of it or nothing.
    pub(super) async fn store_all(
        &self,
        prepared: &mut [Prepared],
        keep: Keep,
    ) -> Result<Vec<IngestedCall>, Error> {
        let db = &self.backend.db;
        let mut tx = db.begin().await?;
        let mut outbox =
            self.backend.webhooks().outbox(&mut tx, self.tenant_id, self.project_id).await?;
        let Arrived { fresh, mut others, sizes } = self.arrived(&mut tx, prepared).await?;
        let mut results: Vec<IngestedCall> =
            prepared.iter().map(|prepared| created(&prepared.call)).collect();
        let (owner, mut place) = (self.owner(self.import_id), 1_i64);
        for chunk in fresh.chunks(ROWS) {
            let in_chunk = prepared.iter_mut().enumerate().filter_map(|(index, prepared)| {
                chunk.binary_search(&index).is_ok().then_some(&mut prepared.call)
            });
            let mut calls: Vec<&mut PreparedCall> = in_chunk.collect();
            let inserted = db.insert_calls(&mut tx, owner, &mut calls, place, keep).await?;
            place = place.saturating_add(i64::try_from(chunk.len()).map_err(Error::internal)?);
            for index in chunk {
                if inserted.contains(&prepared[*index].call.id) {
                    outbox.taken(&prepared[*index].call)?;
                } else {
                    others.push(*index);
                }
            }
        }
        for chunk in read_together(&others, &sizes) {
            // Most are unchanged. A call that comes twice is read again.
            let keys: Vec<(&str, &str)> =
                chunk.iter().flat_map(|index| source_keys(&prepared[*index])).collect();
            let mut known = db.stored_calls(&mut tx, self.tenant_id, &keys).await?;
            for index in &chunk {
                let again = &mut prepared[*index];
                let stored = source_keys(again).find_map(|key| known.remove(&key_of(key)));
                let result = self.store(&mut tx, again, stored, place, keep, &mut outbox).await?;
                let arrived = matches!(result.ingested, Ingested::Taken | Ingested::Extended);
                place = place.saturating_add(i64::from(arrived));
                results[*index] = result;
            }
        }
        let has_messages = outbox.put(&mut tx).await?;
        if place > 1 {
            db.number_arrivals(&mut tx, self.tenant_id, place.saturating_sub(1)).await?;
        }
        tx.commit().await?;
        if has_messages {
            self.backend.webhooks().wake_worker();
        }
        Ok(results)
    }

    /// Tells new calls from those that are stored already, or twice in the batch.
    async fn arrived(&self, tx: &mut Tx, prepared: &[Prepared]) -> Result<Arrived, Error> {
        let keys: Vec<(&str, &str)> = prepared.iter().flat_map(source_keys).collect();
        let mut known = self.backend.db.stored_sizes(tx, self.tenant_id, &keys).await?;
        let mut arrived = Arrived::default();
        for (index, call) in prepared.iter().enumerate() {
            let keys = || source_keys(call).map(key_of);
            let stored: Vec<i64> = keys().filter_map(|key| known.get(&key).copied()).collect();
            if stored.is_empty() {
                arrived.fresh.push(index);
            } else {
                arrived.others.push(index);
                arrived.sizes.insert(index, stored.iter().sum());
            }
            for key in keys() {
                known.entry(key).or_default();
            }
        }
        Ok(arrived)
    }

    /// Stores one call, as the `place`-th of its batch; `stored` is what was read of it. Where another
    /// import stores the same call at the same time, the comparison is repeated, so that no leg is lost.
    async fn store(
        &self,
        tx: &mut Tx,
        prepared: &mut Prepared,
        mut stored: Option<StoredCall>,
        place: i64,
        keep: Keep,
        outbox: &mut Outbox,
    ) -> Result<IngestedCall, Error> {
        let (db, tenant) = (&self.backend.db, self.tenant_id);
        for _ in 0..MAX_ATTEMPTS {
            let read = match stored.take() {
                None => {
                    let keys: Vec<_> = source_keys(prepared).collect();
                    db.stored_call(tx, tenant, &keys).await?
                }
                read => read,
            };
            let Some(mut stored) = read else {
                let (owner, call) = (self.owner(self.import_id), &mut prepared.call);
                if !db.insert_calls(tx, owner, &mut [&mut *call], place, keep).await?.is_empty() {
                    outbox.taken(call)?;
                    return Ok(created(call));
                }
                continue;
            };
            let call_id = stored.id;
            let (mut merged, ignored) = match self.compare(tx, &stored, prepared).await? {
                Comparison::Replace(merged, ignored) => (merged, ignored),
                Comparison::Keep(ingested, ignored) => {
                    return Ok(IngestedCall { call_id, ingested, ignored });
                }
                Comparison::Stale => continue,
            };
            if stored.is_reviewed() {
                // The lines that its review is about are removed with it.
                tx.complete(Column::Text(&mut stored.turns)).await?;
            }
            // A call stays with its first import.
            let owner = self.owner(stored.import_id);
            if db.remove_call(tx, stored.row_id).await?
                && !db
                    .insert_calls(tx, owner, &mut [&mut *merged], place, Keep::Nothing)
                    .await?
                    .is_empty()
            {
                self.backend.reviews().carry_over(tx, (owner, &self.key), &stored).await?;
                outbox.extended(&merged, stored.transcript_state)?;
                return Ok(IngestedCall { call_id, ingested: Ingested::Extended, ignored });
            }
        }
        Err(Error::Busy)
    }

    const fn owner(&self, import_id: Option<ImportId>) -> CallOwner {
        CallOwner { tenant_id: self.tenant_id, project_id: self.project_id, import_id }
    }
}

/// The calls of a batch, by their indexes.
#[derive(Default)]
struct Arrived {
    /// New ones, which are stored many at once.
    fresh: Vec<usize>,
    /// Those to be stored one by one.
    others: Vec<usize>,
    /// Bytes that are read of those that are stored.
    sizes: HashMap<usize, i64>,
}

/// Bytes of stored calls that are read together; larger ones are read one by one.
const READ_BYTES: i64 = 4 << 20;

/// Divides calls into those of which what is stored is read together.
fn read_together(others: &[usize], sizes: &HashMap<usize, i64>) -> Vec<Vec<usize>> {
    let mut chunks: Vec<Vec<usize>> = Vec::new();
    let mut bytes = 0_i64;
    for index in others {
        let size = sizes.get(index).copied().unwrap_or(0);
        match chunks.last_mut() {
            Some(chunk) if chunk.len() < ROWS && bytes.saturating_add(size) <= READ_BYTES => {
                chunk.push(*index);
            }
            _ => {
                chunks.push(vec![*index]);
                bytes = 0;
            }
        }
        bytes = bytes.saturating_add(size);
    }
    chunks
}

/// The source and source id of a call, in each form in which it may be stored.
fn source_keys(prepared: &Prepared) -> impl Iterator<Item = (&str, &str)> {
    let call = &prepared.call;
    let ids = [Some(&call.source_id), call.other_source_id.as_ref()];
    ids.into_iter().flatten().map(|id| (call.source.as_str(), id.as_str()))
}

fn key_of((source, source_id): (&str, &str)) -> SourceKey {
    SourceKey { source: source.to_owned(), source_id: source_id.to_owned() }
}

fn created(call: &PreparedCall) -> IngestedCall {
    IngestedCall { call_id: call.id, ingested: Ingested::Taken, ignored: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_stored_calls_are_read_alone() {
        let sizes = HashMap::from([(1, 1 << 20), (2, 3 << 20), (3, 1), (4, 16 << 20), (5, 1)]);
        let chunks = read_together(&[1, 2, 3, 4, 5, 6], &sizes);
        assert_eq!(chunks, [vec![1, 2], vec![3], vec![4], vec![5, 6]]);
        let many: Vec<usize> = (10..10 + 2 * ROWS).collect();
        assert!(read_together(&many, &sizes).iter().all(|chunk| chunk.len() == ROWS));
    }
}
