//! What must go, what must stay, and what holds for every text.

mod always;
mod details;
mod dialogue;
mod expect;
mod phones;
