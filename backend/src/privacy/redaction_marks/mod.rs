//! Marks of redaction: words that the engine missed in a call, and words that it replaced without need.
//! They apply after the engine, to every text of their call.

mod alignment;
mod marks;
mod spans;
mod words;

pub(crate) use alignment::aligned;
pub(crate) use marks::{Mark, Marks};
pub(crate) use spans::Changed;
pub(crate) use words::Words;
