//! Tests of the encoders: what they write is read back with readers that are not theirs.

mod bundle;
mod csv;
mod json;
mod long_cells;
mod masking;
mod parquet;
mod pdf;
mod programs;
mod recording_names;
mod resume;
mod samples;
mod workbook;
mod xlsx;
mod zip;
