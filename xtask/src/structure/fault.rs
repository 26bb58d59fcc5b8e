//! A fault: where it is, what is wrong and what to do about it.

use std::fmt;

/// A place that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    /// The file or folder, from the root of the checkout.
    pub(super) file: String,
    /// The line, where one is to blame.
    pub(super) line: Option<usize>,
    /// What is wrong.
    pub(super) wrong: String,
    /// What to do about it.
    pub(super) remedy: String,
}

impl Fault {
    /// A fault at a line.
    pub(super) fn at(file: &str, line: usize, wrong: String, remedy: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: Some(line), wrong, remedy: remedy.into() }
    }

    /// A fault of a whole file or folder.
    pub(super) fn of(file: &str, wrong: String, remedy: impl Into<String>) -> Self {
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
