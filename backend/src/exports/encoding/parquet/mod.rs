//! Parquet: typed columns for analysis.

mod chunk;
mod schema;
mod sink;
mod writer;

pub(super) use writer::ParquetWriter;
