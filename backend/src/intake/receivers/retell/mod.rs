//! The receiver of Retell's events at the end and after the analysis of a call.

mod call;
mod report;
mod status;

pub(super) use call::call;
