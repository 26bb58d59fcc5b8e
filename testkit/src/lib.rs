//! Material that the tests of several crates share.
#![warn(missing_docs)]

mod wav;

pub use wav::wav;
