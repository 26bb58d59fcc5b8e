//! Custody of personal data: unlocks, and which raw text is kept.

mod access_list;
mod card;
mod consent;
mod end;
mod entities;
mod file_access;
mod handle;
mod raw_text_removal;
mod request;
mod view;

pub(crate) use end::UnlockExpiry;
pub(crate) use entities::removed_details;
pub(crate) use file_access::{FileAccess, UnlockedTexts};
pub use handle::Custody;
pub(crate) use raw_text_removal::RawTextRemoval;
