//! Arguments of `earshot import-recordings` and `remove-recordings`.

use std::path::PathBuf;

use clap::Args;
use earshot_domain::{CallId, Day};

use super::DataArgs;

/// Flags of `earshot import-recordings`.
#[derive(Args)]
pub struct ImportRecordingsArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Tenant's slug
    #[arg(long)]
    pub tenant: String,
    /// Folder of recordings, with the folders within it; each file is named after the call's id, the id
    /// in its source or the recording that its source names, or has a PBX's unique id in its name
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// Flags of `earshot remove-recordings`.
#[derive(Args)]
#[command(group(clap::ArgGroup::new("which").required(true)))]
pub struct RemoveRecordingsArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Tenant's slug
    #[arg(long)]
    pub tenant: String,
    /// Recordings of calls that began before this day in the tenant's time zone
    #[arg(long, value_name = "YYYY-MM-DD", group = "which")]
    pub before: Option<Day>,
    /// Recording of this call; repeat for several
    #[arg(long = "call", value_name = "CALL_ID", group = "which")]
    pub calls: Vec<CallId>,
}
