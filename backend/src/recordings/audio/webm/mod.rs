//! `WebM` files: length and waveform from their blocks, since recorders that write while they record leave
//! both the length and the sizes out of the header.

mod block;
mod elements;
mod measure;

pub(super) use measure::measure;
