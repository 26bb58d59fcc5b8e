//! What people do with a call after it: every change is an event, and nothing is overwritten.

mod change;
mod extended;
mod history;
mod lines;
mod review;
