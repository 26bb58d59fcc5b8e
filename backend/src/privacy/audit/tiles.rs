//! Tiles of a tree (C2SP tlog-tiles): files of 256 hashes or entries, written as the log is read.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::tree::{Hash, node_hash};
use crate::Error;

/// Hashes of a complete tile.
const WIDTH: usize = 256;

/// Writes the tiles of a tree into a folder.
pub(super) struct TileWriter {
    folder: PathBuf,
    /// The unfinished tile of each level, and the number of finished ones.
    levels: Vec<(Vec<Hash>, u64)>,
    /// The unfinished bundle of entries; `None` after a pruned event, which has no entry.
    entries: Option<Vec<u8>>,
}

impl TileWriter {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), levels: Vec::new(), entries: Some(Vec::new()) }
    }

    /// Appends a leaf; a pruned one has no entry.
    pub(super) fn push(&mut self, leaf_hash: Hash, entry: Option<&[u8]>) -> Result<(), Error> {
        match (self.entries.as_mut(), entry) {
            (Some(bundle), Some(entry)) => {
                let length = u16::try_from(entry.len()).map_err(Error::internal)?;
                bundle.extend_from_slice(&length.to_be_bytes());
                bundle.extend_from_slice(entry);
            }
            _ => self.entries = None,
        }
        self.push_hash(0, leaf_hash)
    }

    /// Writes the unfinished tiles.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        for level in 0..self.levels.len() {
            if !self.levels[level].0.is_empty() {
                self.write(level)?;
            }
        }
        Ok(())
    }

    fn push_hash(&mut self, level: usize, hash: Hash) -> Result<(), Error> {
        if level == self.levels.len() {
            self.levels.push((Vec::with_capacity(WIDTH), 0));
        }
        self.levels[level].0.push(hash);
        if self.levels[level].0.len() < WIDTH {
            return Ok(());
        }
        self.write(level)?;
        let (tile, finished) = &mut self.levels[level];
        let root = fold(std::mem::take(tile));
        *finished = finished.saturating_add(1);
        self.push_hash(level.saturating_add(1), root)
    }

    fn write(&mut self, level: usize) -> Result<(), Error> {
        let (tile, finished) = &self.levels[level];
        let place = place(*finished, tile.len());
        write_file(&self.folder.join(format!("tile/{level}/{place}")), &tile.concat())?;
        if level == 0
            && let Some(bundle) = self.entries.replace(Vec::new())
            && !bundle.is_empty()
        {
            write_file(&self.folder.join(format!("tile/entries/{place}")), &bundle)?;
        }
        Ok(())
    }
}

/// The root of a complete tile.
fn fold(mut hashes: Vec<Hash>) -> Hash {
    while hashes.len() > 1 {
        hashes = hashes.as_chunks::<2>().0.iter().map(|[a, b]| node_hash(a, b)).collect();
    }
    hashes.first().copied().unwrap_or_default()
}

/// Path of a tile within its level, with the width of an unfinished one.
fn place(number: u64, width: usize) -> String {
    let mut digits = number.to_string();
    while !digits.len().is_multiple_of(3) {
        digits.insert(0, '0');
    }
    let groups: Vec<&str> =
        (0..digits.len()).step_by(3).filter_map(|at| digits.get(at..)?.get(..3)).collect();
    let mut place = groups.join("/x");
    if groups.len() > 1 {
        place.insert(0, 'x');
        if let Some(last) = place.rfind("/x") {
            place.replace_range(last..last.saturating_add(2), "/");
        }
    }
    if width < WIDTH { format!("{place}.p/{width}") } else { place }
}

pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::internal)?;
    }
    fs::write(path, bytes).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn tiles_have_the_paths_of_the_specification() {
        assert_eq!(place(0, 256), "000");
        assert_eq!(place(7, 12), "007.p/12");
        assert_eq!(place(1_234, 256), "x001/234");
        assert_eq!(place(1_234_067, 256), "x001/x234/067");
        assert_eq!(place(1_234_067, 1), "x001/x234/067.p/1");
    }
}
