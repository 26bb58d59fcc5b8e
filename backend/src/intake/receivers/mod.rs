//! Receivers: addresses where phone systems report their calls in words of their own.

mod delivery;
mod mapping;
mod own_record;
mod receive;
mod retell;
mod signature;
mod spec;
mod text;
mod twilio;
mod values;
mod vapi;

pub use delivery::Delivery;
pub use receive::{Received, Receivers};
pub use spec::{
    MappingSpec, ReceiverSpec, SignatureEncoding, SignatureSpec, TranscriptSpec, TwilioSpec, Vendor,
};
