//! The one place where a regular expression is built.

use regex::Regex;

/// Compiles a pattern written in this crate.
#[expect(clippy::expect_used, reason = "the patterns are constants, and the tests compile all")]
pub(super) fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern compiles")
}
