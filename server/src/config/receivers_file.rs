//! The operator's TOML file of receivers.

use std::path::Path;

use anyhow::Context;
use earshot_backend::{ReceiverSpec, Receivers};
use serde::Deserialize;

use super::file::TomlText;
use crate::explain::explain;

/// Content of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiversFile {
    receiver: Vec<ReceiverSpec>,
}

/// Reads and validates the file.
pub(super) fn read_receivers(path: &Path) -> anyhow::Result<Receivers> {
    let file: ReceiversFile = TomlText::read("receivers", path)?.parse()?;
    Receivers::new(file.receiver).map_err(explain).context("receivers")
}
