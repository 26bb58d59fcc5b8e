//! The frame around every signed-in page.

mod app_frame;
mod export_ring;
mod layout;
mod page_frame;

pub use app_frame::{AppFrame, Routing};
#[cfg(feature = "ssr")]
pub use layout::Frame;
pub use page_frame::page_frame;
