//! Independent readers of files, which scripts/setup.sh installs.

use std::path::{Path, PathBuf};

/// Python with the packages that read exported files.
///
/// # Panics
/// Panics if they are not installed.
#[must_use]
pub fn python_with_readers() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var("EARSHOT_TEST_READERS")
        .map_or_else(|_| here.join("../target/tools/readers/bin/python"), PathBuf::from);
    assert!(python.exists(), "{} is missing: run scripts/setup.sh test", python.display());
    python
}
