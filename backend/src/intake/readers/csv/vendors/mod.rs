//! Call logs of known telephone systems, recognised by their columns.

mod asterisk;
mod callrail;
mod known;
mod threecx;

pub(super) use known::{Log, described, recognised};
