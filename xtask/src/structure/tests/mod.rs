//! Tests of the structure checks.

mod circles;
mod faults;
mod parsing;
mod resolution;
mod sample;
