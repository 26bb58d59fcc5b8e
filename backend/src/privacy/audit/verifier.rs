//! Verification of a log event by event, in memory that does not grow with it.

use std::collections::VecDeque;

use earshot_domain::{AuditAction, TenantId};

use super::{
    finding::{AuditFault, AuditFinding},
    keys::EventKey,
    leaf::write_leaf,
    note::Checkpoint,
    tree::{Frontier, Hash, leaf_hash},
};
use crate::store::{AuditEnd, AuditEntry, AuditPruningRow};

/// A head to compare with, in the order of sizes.
#[derive(Debug, Clone)]
pub(super) struct KnownHead {
    pub(super) checkpoint: Checkpoint,
    pub(super) kept: bool,
}

/// Reads a log from its first event.
pub(super) struct Verifier {
    tenant_id: TenantId,
    key: EventKey,
    heads: VecDeque<KnownHead>,
    frontier: Frontier,
    previous: Vec<u8>,
    /// Number of the last event read.
    seq: i64,
    /// Number of the last event without an authentication code.
    without_code: i64,
    has_codes: bool,
    /// Number of events that a signed head proves.
    proven: i64,
    /// Number of events that a head kept elsewhere proves: a fork has heads of its own.
    proven_elsewhere: i64,
    pruning: Option<AuditPruningRow>,
    /// Whether the log states the pruning.
    pruning_stated: bool,
    leaf: Vec<u8>,
}

impl Verifier {
    pub(super) fn new(
        tenant_id: TenantId,
        key: EventKey,
        mut heads: Vec<KnownHead>,
        pruning: Option<AuditPruningRow>,
    ) -> Self {
        // A head of no events says nothing of any.
        heads.retain(|head| head.checkpoint.size > 0);
        heads.sort_by_key(|head| head.checkpoint.size);
        Self {
            tenant_id,
            key,
            heads: heads.into(),
            frontier: Frontier::default(),
            previous: Vec::new(),
            seq: 0,
            without_code: 0,
            has_codes: false,
            proven: 0,
            proven_elsewhere: 0,
            pruning,
            pruning_stated: false,
            leaf: Vec::new(),
        }
    }

    /// Number of events read.
    pub(super) const fn seq(&self) -> i64 {
        self.seq
    }

    /// The end of the events read.
    pub(super) fn end(&self) -> AuditEnd {
        AuditEnd { audit_seq: self.seq, audit_head: self.previous.clone() }
    }

    /// The root of the events read.
    pub(super) fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// Number of the last pruned event.
    pub(super) fn pruned(&self) -> i64 {
        self.pruning.as_ref().map_or(0, |pruning| pruning.through_seq)
    }

    /// Reads what remains of a pruned event.
    pub(super) fn push_pruned(&mut self, seq: i64, leaf_hash: &[u8]) -> Result<(), AuditFinding> {
        let next = self.seq.saturating_add(1);
        if seq != next {
            return Err(AuditFinding::at(next, AuditFault::Missing));
        }
        let Ok(hash) = leaf_hash.try_into() else {
            return Err(AuditFinding::at(seq, AuditFault::Changed));
        };
        self.advance(seq, hash)?;
        if seq == self.pruned() {
            self.previous = self.pruning.iter().flat_map(|row| row.hash.clone()).collect();
        }
        Ok(())
    }

    /// Reads an event.
    pub(super) fn push(&mut self, entry: &AuditEntry) -> Result<(), AuditFinding> {
        let next = self.seq.saturating_add(1);
        if entry.seq != next {
            let fault = if entry.seq > next { AuditFault::Missing } else { AuditFault::Changed };
            return Err(AuditFinding::at(next.min(entry.seq), fault));
        }
        self.check_content(entry)?;
        if entry.action == AuditAction::AuditPruned.as_str() {
            self.note_pruning(&entry.detail);
        }
        if write_leaf(entry, &mut self.leaf).is_err() {
            return Err(AuditFinding::at(entry.seq, AuditFault::Changed));
        }
        let leaf = leaf_hash(&self.leaf);
        self.previous.clone_from(&entry.hash);
        self.advance(entry.seq, leaf)
    }

    fn check_content(&mut self, entry: &AuditEntry) -> Result<(), AuditFinding> {
        let changed = Err(AuditFinding::at(entry.seq, AuditFault::Changed));
        if entry.content_hash(self.tenant_id) != entry.hash {
            return changed;
        }
        match &entry.mac {
            Some(mac) if self.key.verifies(&entry.hash, mac) => {
                if !self.has_codes {
                    self.check_older(entry)?;
                }
                self.has_codes = true;
            }
            None if !self.has_codes => self.without_code = entry.seq,
            _ => return changed,
        }
        if entry.previous_hash == self.previous {
            return Ok(());
        }
        // This one is as it was written, so it is the one before that was not.
        let before = entry.seq.saturating_sub(1).max(1);
        Err(AuditFinding::at(before, AuditFault::Changed))
    }

    /// Checks that the first event with an authentication code states those before it, if there are any.
    fn check_older(&self, entry: &AuditEntry) -> Result<(), AuditFinding> {
        if self.without_code == 0 {
            return Ok(());
        }
        let stated = (entry.action == AuditAction::AuditSealed.as_str())
            .then(|| serde_json::from_str::<serde_json::Value>(&entry.detail).ok())
            .flatten();
        let through = stated.as_ref().and_then(|detail| detail.get("through")?.as_i64());
        if through != Some(self.without_code) {
            return Err(self.unproven());
        }
        let root = stated.as_ref().and_then(|detail| detail.get("root")?.as_str());
        if root != Some(hex::encode(self.root()).as_str()) {
            let fault = AuditFault::Diverged { size: self.without_code, kept: false };
            let first = self.proven.saturating_add(1).min(self.without_code);
            return Err(AuditFinding { first, last: self.without_code, fault });
        }
        Ok(())
    }

    const fn unproven(&self) -> AuditFinding {
        AuditFinding { first: 1, last: self.without_code, fault: AuditFault::Unproven }
    }

    fn advance(&mut self, seq: i64, leaf: Hash) -> Result<(), AuditFinding> {
        self.frontier.push(leaf);
        self.seq = seq;
        while let Some(head) = self.heads.front()
            && head.checkpoint.size <= self.frontier.size()
        {
            if head.checkpoint.size == self.frontier.size()
                && head.checkpoint.root != self.frontier.root()
            {
                let fault = AuditFault::Diverged { size: seq, kept: head.kept };
                let shared = if head.kept { self.proven_elsewhere } else { self.proven };
                let first = shared.saturating_add(1).min(seq);
                return Err(AuditFinding { first, last: seq, fault });
            }
            if head.kept {
                self.proven_elsewhere = seq;
            }
            self.proven = seq;
            self.heads.pop_front();
        }
        Ok(())
    }

    /// Notes that the log states the pruning it has.
    fn note_pruning(&mut self, detail: &str) {
        let stated = serde_json::from_str::<serde_json::Value>(detail).ok();
        let through = stated.and_then(|detail| detail.get("through")?.as_i64());
        self.pruning_stated |= through == Some(self.pruned());
    }

    /// Ends the log, which was `end` after it was read.
    pub(super) fn finish(&self, end: &AuditEnd) -> Result<(), AuditFinding> {
        let next = self.seq.saturating_add(1);
        if self.seq < end.audit_seq || self.heads.front().is_some() {
            return Err(AuditFinding::at(next, AuditFault::Missing));
        }
        if self.seq > end.audit_seq {
            let first = end.audit_seq.saturating_add(1);
            return Err(AuditFinding::at(first, AuditFault::Changed));
        }
        if self.previous != end.audit_head {
            return Err(AuditFinding::at(self.seq.max(1), AuditFault::Changed));
        }
        if self.without_code > 0 && !self.has_codes {
            return Err(self.unproven());
        }
        if self.pruning.is_some() && (!self.pruning_stated || self.proven < self.pruned()) {
            return Err(AuditFinding::at(1, AuditFault::Missing));
        }
        Ok(())
    }
}
