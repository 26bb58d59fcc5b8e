//! An offline bundle of a log: its signed head and its tiles, which others' programs verify.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use earshot_domain::AuditAction;
use serde_json::json;

use super::{
    heads::AuditHead,
    leaf::write_leaf,
    reading::{Work, read},
    tiles::{TileWriter, write_file},
    tree::leaf_hash,
};
use crate::{Error, access::actor::Actor, privacy::Audit, store::AuditEntry};

/// Explanation in each bundle.
const README: &str = include_str!("bundle.md");

/// A written bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditBundle {
    /// Its head.
    pub head: AuditHead,
    /// Number of events in it; pruned ones are not.
    pub events: u64,
}

struct BundleWriter {
    tiles: TileWriter,
    events: BufWriter<File>,
    /// Number of events that the head covers.
    size: i64,
    written: u64,
    leaf: Vec<u8>,
}

impl Work for BundleWriter {
    fn pruned(&mut self, leaves: &[(i64, Vec<u8>)]) -> Result<(), Error> {
        for (_, hash) in leaves {
            let hash = hash.as_slice().try_into().map_err(Error::internal)?;
            self.tiles.push(hash, None)?;
        }
        Ok(())
    }

    fn events(&mut self, entries: &[AuditEntry]) -> Result<(), Error> {
        for entry in entries.iter().filter(|entry| entry.seq <= self.size) {
            write_leaf(entry, &mut self.leaf)?;
            self.tiles.push(leaf_hash(&self.leaf), Some(&self.leaf))?;
            self.leaf.push(b'\n');
            self.events.write_all(&self.leaf).map_err(Error::internal)?;
            self.written = self.written.saturating_add(1);
        }
        Ok(())
    }
}

impl Audit<'_> {
    /// Writes a tenant's log by slug into an empty or new folder, under a new signed head.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a folder with files; [`Error::Conflict`] names what is wrong with the log.
    pub async fn export(self, tenant: &str, folder: &Path) -> Result<AuditBundle, Error> {
        let tenant = self.tenant(tenant).await?;
        let folder = empty_folder(folder)?;
        let mut tx = self.0.db.begin().await?;
        let (actor, action) = (Actor::COMMAND_LINE, AuditAction::AuditExported);
        self.record_as(&mut tx, tenant.id, &actor, action, &tenant.slug, &json!({})).await?;
        tx.commit().await?;
        let head = self.sign_head(&tenant).await?;
        let events = File::create(folder.join("events.ndjson")).map_err(Error::internal)?;
        let work = BundleWriter {
            tiles: TileWriter::new(&folder),
            events: BufWriter::new(events),
            size: head.size.cast_signed(),
            written: 0,
            leaf: Vec::new(),
        };
        let mut work = read(self.0, tenant.id, work).await?;
        work.events.flush().map_err(Error::internal)?;
        work.tiles.finish()?;
        for row in self.0.db.audit_heads(tenant.id).await? {
            write_file(&folder.join(format!("heads/{}", row.size)), row.note.as_bytes())?;
        }
        write_file(&folder.join("README.md"), README.as_bytes())?;
        // Last: a folder with a checkpoint is complete.
        write_file(&folder.join("checkpoint"), head.note.as_bytes())?;
        Ok(AuditBundle { head, events: work.written })
    }
}

fn empty_folder(folder: &Path) -> Result<PathBuf, Error> {
    let cannot = |error: std::io::Error| {
        Error::field("to", format!("{} cannot be used: {error}", folder.display()))
    };
    fs::create_dir_all(folder).map_err(cannot)?;
    if fs::read_dir(folder).map_err(cannot)?.next().is_some() {
        return Err(Error::field("to", format!("{} is not empty", folder.display())));
    }
    Ok(folder.to_owned())
}
