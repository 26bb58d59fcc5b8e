//! The demo: invented calls of a dental practice and a hotel, the same on every machine.
#![warn(missing_docs)]

mod after_hours;
mod api_keys;
mod calendar;
mod dental;
mod details;
mod dialogue;
mod dice;
mod facts;
mod fill;
mod generate;
mod hotel;
mod oddities;
mod people;
mod plan;
mod recorded;
mod review;
mod reviews;
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

pub use fill::fill;
pub use tenants::{API_KEYS, DemoProject, DemoTenant, DemoUser, PASSWORD, TENANTS};
