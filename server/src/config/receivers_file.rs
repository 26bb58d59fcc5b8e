//! The operator's file of receivers.

use std::path::Path;

use anyhow::Context;
use earshot_backend::{ReceiverSpec, Receivers};
use serde::Deserialize;

use crate::explain::explain;

/// What the file holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiversFile {
    receiver: Vec<ReceiverSpec>,
}

/// Reads and checks the file. What is wrong with it is said without the line it is in, which may hold
/// a secret.
pub(crate) fn read_receivers(path: &Path) -> anyhow::Result<Receivers> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("receivers: cannot read {}", path.display()))?;
    let file: ReceiversFile = toml::from_str(&text)
        .map_err(|error| anyhow::anyhow!("receivers: {}: {}", path.display(), error.message()))?;
    Receivers::new(file.receiver).map_err(explain).context("receivers")
}
