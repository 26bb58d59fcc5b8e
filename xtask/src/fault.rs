//! A fault: where it is, what is wrong and what to do about it.

use std::fmt;

/// A place that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    /// The file or folder, from the root of the checkout.
    pub(crate) file: String,
    /// The line, where one is to blame.
    pub(crate) line: Option<usize>,
    /// What is wrong.
    pub(crate) wrong: String,
    /// What to do about it.
    pub(crate) remedy: String,
}

impl Fault {
    /// A fault at a line.
    pub(crate) fn at(file: &str, line: usize, wrong: String, remedy: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: Some(line), wrong, remedy: remedy.into() }
    }

    /// A fault of a whole file or folder.
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
