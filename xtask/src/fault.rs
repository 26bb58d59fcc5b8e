//! Faults: place, description and remedy.

use std::fmt;

/// A violation of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    /// File or folder, relative to the root of the checkout.
    pub(crate) file: String,
    /// Line, if the fault has one.
    pub(crate) line: Option<usize>,
    /// Description.
    pub(crate) wrong: String,
    /// Remedy.
    pub(crate) remedy: String,
}

impl Fault {
    /// Creates a fault at a line.
    pub(crate) fn at(file: &str, line: usize, wrong: String, remedy: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: Some(line), wrong, remedy: remedy.into() }
    }

    /// Creates a fault of a file or folder.
    pub(crate) fn of(file: &str, wrong: String, remedy: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, wrong, remedy: remedy.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        write!(out, ": {}\n    {}", self.wrong, self.remedy)
    }
}
