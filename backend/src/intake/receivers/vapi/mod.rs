//! The receiver of Vapi's report at the end of a call.

mod call;
mod conversation;
mod report;
mod status;

pub(super) use call::call;
