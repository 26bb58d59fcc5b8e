//! Configuration of the document checks.

/// The architecture document, whose paths and tests are checked.
pub(super) const MAP: &str = "ARCHITECTURE.md";

/// Lists of rules with their tests: those from pages of other vendors, and those against attacks and
/// faults. Code cites their anchors.
pub(super) const RULES: &[&str] = &["docs/compatibility.md", "docs/threats.md"];

/// Extensions of files that may cite an anchor.
pub(super) const CITING_ENDINGS: &[&str] =
    &["rs", "css", "js", "mjs", "sh", "py", "md", "toml", "sql"];

/// Extensions that identify a name without a folder as a file.
pub(super) const FILE_ENDINGS: &[&str] =
    &["rs", "css", "js", "mjs", "sh", "py", "md", "toml", "sql", "json", "ndjson", "svg", "txt"];

/// First words of media types, which look like paths.
pub(super) const MEDIA_TYPES: &[&str] =
    &["application", "audio", "image", "multipart", "text", "video"];

/// Minimum number of underscores of a name that is checked as a test.
pub(super) const UNDERSCORES_OF_A_TEST: usize = 3;
