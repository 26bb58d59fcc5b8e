//! Calls: the list, its search and order, the feed, and contacts.

mod contacts;
mod conversations;
mod cursor;
mod feed;
mod file_name;
mod handle;
mod letters;
mod list;
mod number_update;
mod numbers;
mod search;
mod search_text;
mod tags;
mod words;

pub(crate) use contacts::{ContactFill, email_key};
pub use conversations::KeyConversations;
pub(crate) use file_name::CallFileName;
pub use handle::Calls;
pub(crate) use list::{call_row, number, seconds};
pub(crate) use number_update::NumberUpdate;
pub(crate) use numbers::number_hash;
pub(crate) use search_text::{GrowingTexts, one_line, one_line_transcript};
pub(crate) use tags::tags;
pub(crate) use words::{indexed_words, searched_words};
