//! Independent readers of files, which scripts/setup.sh installs.

use std::path::{Path, PathBuf};

/// Python with the packages that read exported files.
///
/// # Panics
/// Panics if they are not installed.
#[must_use]
pub fn python_with_readers() -> PathBuf {
    python("readers", "EARSHOT_TEST_READERS")
}

/// Python with a verifier of transparency logs.
///
/// # Panics
/// Panics if it is not installed.
#[must_use]
pub fn python_with_tlog() -> PathBuf {
    python("tlog", "EARSHOT_TEST_TLOG")
}

fn python(environment: &str, variable: &str) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var(variable).map_or_else(
        |_| here.join(format!("../target/tools/{environment}/bin/python")),
        PathBuf::from,
    );
    assert!(python.exists(), "{} is missing: run scripts/setup.sh test", python.display());
    python
}
