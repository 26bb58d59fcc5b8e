//! Tests of the audit log in memory.

mod log;
mod mutations;
mod notes;
mod older;
mod trees;
