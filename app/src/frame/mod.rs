//! The frame around every signed-in page.

mod export_ring;
mod layout;
mod page_frame;

pub use layout::Frame;
pub use page_frame::page_frame;
