//! The receiver of Twilio's Voice Intelligence.

mod api;
mod call;
mod fetch;
mod people;
mod resources;

pub(super) use fetch::fetched_call;
