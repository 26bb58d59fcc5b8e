//! Demo calls that look like a dental practice's and a hotel's, the same on every machine.

mod after_hours;
mod calendar;
mod dental;
mod dental_care;
mod dental_questions;
mod dental_visits;
mod details;
mod dialogue;
mod dice;
mod facts;
mod generate;
mod hotel;
mod hotel_after;
mod hotel_stay;
mod oddities;
mod people;
mod plan;
mod programs;
mod recorded;
mod review;
mod scenario;
mod showcase;
mod sound;
mod spoken;
mod steps;
mod tenants;
#[cfg(test)]
mod tests;
mod timing;
mod words;
mod worked;

pub use generate::calls;
pub(crate) use recorded::Recorded;
pub(crate) use sound::recording;
#[cfg(test)]
pub(crate) use sound::wav;
pub use tenants::{API_KEYS, DemoTenant, PASSWORD, TENANTS};
