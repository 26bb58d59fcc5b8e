//! Pages of the portal: Leptos components and their thin server functions.
#![recursion_limit = "256"]
#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

pub mod api;
mod browser;
mod calls;
mod examples;
mod export;
mod frame;
mod pages;
#[cfg(feature = "ssr")]
pub mod problem;
#[cfg(feature = "ssr")]
pub mod reference;
mod review;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
mod state;
mod ui;
