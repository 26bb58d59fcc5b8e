//! The documents that are checked, and where their references lead.

/// The map of the code, of which every path and test is checked.
pub(super) const MAP: &str = "ARCHITECTURE.md";

/// The rules taken from other vendors' pages, with the tests of each. Code cites its anchors.
pub(super) const COMPATIBILITY: &str = "docs/compatibility.md";

/// Files that may cite an anchor, by ending.
pub(super) const CITING_ENDINGS: &[&str] =
    &["rs", "css", "js", "mjs", "sh", "py", "md", "toml", "sql"];

/// Endings by which a name without a folder is known to be a file's.
pub(super) const FILE_ENDINGS: &[&str] =
    &["rs", "css", "js", "mjs", "sh", "py", "md", "toml", "sql", "json", "ndjson", "svg", "txt"];

/// First words of media types, which look like paths.
pub(super) const MEDIA_TYPES: &[&str] =
    &["application", "audio", "image", "multipart", "text", "video"];

/// Underscores from which on a name in the map is taken for a test's.
pub(super) const UNDERSCORES_OF_A_TEST: usize = 3;
