//! **PII unlock** of an opened call: the request, the time that is left, and what is unlocked.

mod card;
mod live;
mod request_form;
mod section;
mod text;

pub use section::UnlockSection;
