//! What must go, what must stay, and what holds for every text.

mod assertions;
mod details;
mod invariants;
mod ordinary_text;
mod phones;
