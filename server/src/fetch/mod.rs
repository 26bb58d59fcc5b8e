//! Fetching calls from a PBX: its client, and what is done with the file it gives.

mod error;
mod fetcher;
mod integrity;
mod pbx_client;
mod tls;

pub(crate) use error::FetchError;
pub(crate) use fetcher::Fetcher;
pub(crate) use pbx_client::PbxClient;
