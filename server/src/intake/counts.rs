//! The counts of an import in words.

use earshot_backend::ImportCounts;

/// The counts of an import in words.
pub(crate) fn counts_in_words(report: &ImportCounts) -> String {
    let ImportCounts { taken, extended, unchanged, refused, ignored } = *report;
    let ignored = match ignored {
        0 => String::new(),
        1 => ", 1 with values that were ignored".to_owned(),
        calls => format!(", {calls} with values that were ignored"),
    };
    format!(
        "{taken} imported, {extended} extended, {unchanged} unchanged, {refused} refused{ignored}"
    )
}
