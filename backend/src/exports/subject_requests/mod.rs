//! Requests of persons for their own data: opened with a bundle, answered in 30 days, closed.

mod change;
mod view;
