//! Why a text is no template of names of recordings.

use super::{template::RecordingNames, values::RecordingPlaceholder};

/// Why a text is no template of names of recordings; the message continues "the field …".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRecordingNames {
    /// It is empty or too long.
    #[error("must have 1 to {} characters", RecordingNames::MAX_CHARACTERS)]
    Length,
    /// It begins or ends with what some systems hide or remove.
    #[error("must not begin or end with a dot or a space")]
    Ends,
    /// Windows keeps its first part for a device.
    #[error("must not begin with a name that Windows keeps for a device, such as CON or NUL")]
    Device,
    /// It has a character that names of files cannot have everywhere.
    #[error(r#"must not contain /, \, <, >, :, ", |, ?, * or invisible characters"#)]
    Character,
    /// It has a brace without the other one.
    #[error("must have braces around placeholders only")]
    Brace,
    /// It has a placeholder of this name, which there is not.
    #[error("must not contain the unknown placeholder {{{0}}}, only {known}",
        known = RecordingPlaceholder::listed())]
    Placeholder(String),
}
