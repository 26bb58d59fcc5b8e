//! A tagger of person names in conversations: name lists, neighbouring words and a linear chain model.
//!
//! It reads the turns of a conversation as a whole, in time linear in their length, and returns the same
//! ranges on every machine: scores are sums of integers. How it is trained is described in
//! `docs/adr/0016-person-names.md`.

mod candidate;
mod chain;
mod features;
mod fold;
mod hash;
mod known;
mod language;
mod lexicon;
mod model;
mod names;
mod setting;
mod spans;
mod token;
mod turn;

pub use candidate::is_candidate;
pub use chain::{Edge, Edges};
pub use features::Features;
pub use hash::{Hasher, hash};
pub use known::Known;
pub use lexicon::{Coarse, Entry, Lexicon};
pub use model::{FEATURES, Model, SCALE};
pub use names::Names;
pub use setting::Setting;
pub use token::{Gap, Kind, Shape, Token, tokens};
pub use turn::{Before, Mode, Question, Turn, read};
