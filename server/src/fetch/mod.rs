//! Fetching calls from a PBX: its client, and what is done with the file it gives.

mod error;
mod fetcher;
mod pbx_client;
mod trust;
mod whole;

pub(crate) use error::FetchError;
pub(crate) use fetcher::Fetcher;
pub(crate) use pbx_client::PbxClient;
