//! A log in memory, as the database holds it.

use earshot_domain::TenantId;

use super::super::{
    finding::AuditFinding,
    keys::EventKey,
    note::{Checkpoint, origin},
    verifier::{KnownHead, Verifier},
};
use crate::{
    MasterKey,
    store::{AuditEnd, AuditEntry},
};

/// A database's log, as it is stored.
#[derive(Clone)]
pub struct Log {
    pub tenant_id: TenantId,
    pub entries: Vec<AuditEntry>,
    pub end: AuditEnd,
    /// Signed heads in the database.
    pub heads: Vec<KnownHead>,
}

pub fn key() -> EventKey {
    EventKey::of(&MasterKey::new([5; 32]))
}

impl Log {
    pub fn new(seed: u128) -> Self {
        let end = AuditEnd { audit_seq: 0, audit_head: Vec::new() };
        let tenant_id = TenantId::new(uuid::Uuid::from_u128(seed));
        Self { tenant_id, entries: Vec::new(), end, heads: Vec::new() }
    }

    /// Appends an event as Earshot does.
    pub fn append(&mut self, what: usize) {
        let mut entry = AuditEntry {
            seq: self.end.audit_seq + 1,
            at: 1_750_000_000_000 + 1_000 * i64::try_from(what).unwrap(),
            actor: format!("person{}@harbour.example", what % 7),
            action: ["session.signed_in", "export.started", "recording.played"][what % 3]
                .to_owned(),
            subject: format!("subject-{}", what % 11),
            detail: format!("{{\"written\":{what}}}"),
            detail_encrypted: what.is_multiple_of(4).then(|| vec![1, 2, 3]),
            previous_hash: self.end.audit_head.clone(),
            hash: Vec::new(),
            mac: None,
        };
        entry.hash = entry.content_hash(self.tenant_id);
        entry.mac = Some(key().mac(&entry.hash));
        self.end = AuditEnd { audit_seq: entry.seq, audit_head: entry.hash.clone() };
        self.entries.push(entry);
    }

    pub fn head(&self) -> KnownHead {
        let mut reader = self.reader(&[]);
        for entry in &self.entries {
            reader.push(entry).unwrap();
        }
        let origin = origin(self.tenant_id);
        let size = self.entries.len() as u64;
        KnownHead { checkpoint: Checkpoint { origin, size, root: reader.root() }, kept: false }
    }

    fn reader(&self, kept: &[KnownHead]) -> Verifier {
        let heads = self.heads.iter().chain(kept).cloned().collect();
        Verifier::new(self.tenant_id, key(), heads, None)
    }

    pub fn verify(&self, kept: &[KnownHead]) -> Result<(), AuditFinding> {
        let mut reader = self.reader(kept);
        self.entries.iter().try_for_each(|entry| reader.push(entry))?;
        reader.finish(&self.end)
    }

    /// Hashes the entries from one on anew, as somebody would who knows the code but not the key, and
    /// sets the end of the log accordingly.
    pub fn rewrite_from(&mut self, first: usize) {
        let mut previous = match first {
            0 => Vec::new(),
            _ => self.entries[first - 1].hash.clone(),
        };
        for (place, entry) in self.entries.iter_mut().enumerate().skip(first) {
            entry.seq = i64::try_from(place).unwrap() + 1;
            entry.previous_hash = previous;
            entry.hash = entry.content_hash(self.tenant_id);
            previous = entry.hash.clone();
        }
        self.end_here();
    }

    pub fn end_here(&mut self) {
        let last = self.entries.last();
        self.end = AuditEnd {
            audit_seq: last.map_or(0, |entry| entry.seq),
            audit_head: last.map(|entry| entry.hash.clone()).unwrap_or_default(),
        };
    }
}
