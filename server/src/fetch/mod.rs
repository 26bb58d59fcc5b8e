//! Fetching of calls from a PBX: its client, and the import of its files.

mod error;
mod fetcher;
mod integrity;
mod pbx_client;
mod tls;

pub(crate) use error::FetchError;
pub(crate) use fetcher::Fetcher;
pub(crate) use pbx_client::PbxClient;
