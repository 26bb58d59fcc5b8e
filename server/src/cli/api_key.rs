//! What can be typed about keys of programs.

use clap::{Args, Subcommand};
use earshot_domain::ApiKeyId;

use super::DataArgs;

#[derive(Subcommand)]
pub enum ApiKeyCommand {
    /// Make a key and print it; it is shown this once
    Add(ApiKeyArgs),
    /// List a tenant's keys
    List {
        #[command(flatten)]
        data: DataArgs,
        /// E-mail of a Client Admin of the tenant
        #[arg(long)]
        user: String,
    },
    /// Take a key back, from this moment on
    Revoke {
        #[command(flatten)]
        data: DataArgs,
        /// E-mail of a Client Admin of the tenant
        #[arg(long)]
        user: String,
        /// The key's id, as the list has it
        id: ApiKeyId,
    },
}

/// Flags of `earshot api-key add`.
#[derive(Args)]
pub struct ApiKeyArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// E-mail of the Client Admin it is made for; the key can never do more than they can
    #[arg(long)]
    pub user: String,
    /// Name for people
    #[arg(long)]
    pub name: String,
    /// key, pbx_client or internal_token [default: key]
    #[arg(long)]
    pub kind: Option<String>,
    /// What it is good for: calls:read, calls:write, conversations:export, transcripts:raw,
    /// callers:full; repeat for several
    #[arg(long = "scope", required = true, value_name = "SCOPE")]
    pub scopes: Vec<String>,
    /// Project's slug; repeat for several
    #[arg(long = "project", required = true, value_name = "PROJECT")]
    pub projects: Vec<String>,
    /// The last day it works
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub expires: Option<String>,
    /// Address or range it may be used from, such as 10.0.0.0/8; several between commas
    #[arg(long)]
    pub addresses: Option<String>,
    /// Site whose pages may use it, such as https://app.example; several between commas
    #[arg(long)]
    pub origins: Option<String>,
    /// Requests a minute [default: 60]
    #[arg(long, value_name = "COUNT")]
    pub requests_per_minute: Option<String>,
}
