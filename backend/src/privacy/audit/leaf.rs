//! Leaves of the tree: an event's canonical bytes, which are JSON that people can read.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{Error, store::AuditEntry};

/// Longest entry of a log in tiles (C2SP tlog-tiles).
const MAX_BYTES: usize = 65_535;

/// An event in the order of its members. The chained hash covers the tenant, the sealed details and the
/// events before.
#[derive(Serialize)]
struct Leaf<'a> {
    v: u8,
    seq: i64,
    at: i64,
    actor: &'a str,
    action: &'a str,
    subject: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail_sha256: Option<String>,
    sealed: bool,
    hash: String,
}

/// Writes the canonical bytes of an event into `bytes`, in place of what they hold.
pub(super) fn write_leaf(entry: &AuditEntry, bytes: &mut Vec<u8>) -> Result<(), Error> {
    let mut leaf = Leaf {
        v: 1,
        seq: entry.seq,
        at: entry.at,
        actor: &entry.actor,
        action: &entry.action,
        subject: &entry.subject,
        detail: Some(&entry.detail),
        detail_sha256: None,
        sealed: entry.detail_encrypted.is_some(),
        hash: hex::encode(&entry.hash),
    };
    bytes.clear();
    serde_json::to_writer(&mut *bytes, &leaf)?;
    if bytes.len() > MAX_BYTES {
        leaf.detail = None;
        leaf.detail_sha256 = Some(hex::encode(Sha256::digest(entry.detail.as_bytes())));
        bytes.clear();
        serde_json::to_writer(&mut *bytes, &leaf)?;
    }
    Ok(())
}
