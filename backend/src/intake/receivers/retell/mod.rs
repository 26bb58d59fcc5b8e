//! The receiver of Retell's events at the end of a call, and when it was analysed.

mod call;
mod report;
mod status;

pub(super) use call::call;
