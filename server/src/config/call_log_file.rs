//! The operator's TOML file that maps the columns of a call log.

use std::path::Path;

use earshot_backend::readers::{CallLogSpec, Format};

use super::file::TomlText;

/// Reads and validates the file.
pub(crate) fn read_call_log(format: Format, path: &Path) -> anyhow::Result<CallLogSpec> {
    anyhow::ensure!(format == Format::Csv, "mapping: is for the format csv only");
    let spec: CallLogSpec = TomlText::read("mapping", path)?.parse()?;
    spec.check().map_err(|fault| anyhow::anyhow!("mapping: {}: {fault}", path.display()))?;
    Ok(spec)
}
