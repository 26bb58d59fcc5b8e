//! What people do with a call after it: every change is an event, and nothing is overwritten.

mod change;
mod extended;
mod handle;
mod history;
mod lines;
mod review;
pub use handle::Reviews;
