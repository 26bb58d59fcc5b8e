//! Receivers: URLs to which phone systems report calls in their own formats.

mod delivery;
mod mapping;
mod own_record;
mod receive;
mod refused;
mod retell;
#[warn(clippy::arithmetic_side_effects)]
mod signature;
mod spec;
mod spoken_text;
mod text;
mod twilio;
mod values;
mod vapi;

pub use delivery::Delivery;
pub use receive::{Received, Receivers, ReportBody};
pub use spec::{
    MappingSpec, ReceiverSpec, SignatureEncoding, SignatureSpec, TranscriptSpec, TwilioSpec, Vendor,
};
