//! Receivers: URLs to which phone systems report calls in their own formats.

mod delivery;
mod line_time;
mod mapping;
#[cfg(test)]
mod mapping_tests;
mod own_record;
mod receive;
mod refused;
mod retell;
mod signature;
#[cfg(test)]
mod signature_tests;
mod spec;
mod spoken_text;
mod text;
#[cfg(test)]
mod transcript_tests;
mod twilio;
mod values;
mod vapi;

pub use delivery::Delivery;
pub use receive::{Received, Receivers, ReportBody};
pub use spec::{
    CountedTimeSpec, LineTimeSpec, MappingSpec, ReceiverSpec, SignatureEncoding, SignatureSpec,
    SignedTimeSpec, TimeOrigin, TranscriptSpec, TwilioSpec, Vendor,
};
