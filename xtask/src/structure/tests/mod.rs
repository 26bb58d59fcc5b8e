//! Tests of the structure checks.

mod circles;
mod faults;
mod methods;
mod parsing;
mod resolution;
mod sample;
