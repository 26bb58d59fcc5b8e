//! Training of the tagger of person names: `cargo xtask names`.

mod archive;
mod brands;
mod build;
mod chains;
mod corpus;
mod dice;
mod exp;
mod frames;
mod kinds;
mod lists;
mod noise;
mod places;
mod pools;
mod slots;
mod sources;
mod speech;
mod table;
mod train;
mod values;
mod words;

pub(crate) use build::{check, evaluate, sample, train};
