//! Scenarios of a hotel.

mod guest_services;
mod reservations;
mod stay;

pub(crate) use guest_services::{CONFIRMATION, INVOICE, LOST_PROPERTY};
pub(crate) use reservations::{CANCELLATION, LATE_CHECK_IN, RESERVATION, WEDDING};
pub(crate) use stay::{BREAKFAST, NOISE, PARKING, SHUTTLE, SPA};
