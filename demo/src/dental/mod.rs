//! Scenarios of a dental practice.

mod appointments;
mod care;
mod questions;
mod visits;

pub(crate) use appointments::{BOOKING, CANCELLING, RESCHEDULING};
pub(crate) use care::{COMPLAINT, INSURANCE, PAIN, PRESCRIPTION};
pub(crate) use questions::{ASK_FOR_PERSON, DIRECTIONS, HOURS, PRICES};
pub(crate) use visits::{FIRST_VISIT, HYGIENIST, REMINDER, RUNNING_LATE};
