//! Arguments of `earshot api-key`.

use clap::{Args, Subcommand};
use earshot_domain::{ApiKeyId, ApiKeyKind, ApiScope};

use super::DataArgs;

#[derive(Subcommand)]
pub enum ApiKeyCommand {
    /// Create a key and print it, or the id and the secret of a PBX client; they are shown only once
    Add(ApiKeyArgs),
    /// List a tenant's keys
    List {
        #[command(flatten)]
        data: DataArgs,
        /// E-mail of a Client Admin of the tenant
        #[arg(long)]
        user: String,
    },
    /// Revoke a key with immediate effect
    Revoke {
        #[command(flatten)]
        data: DataArgs,
        /// E-mail of a Client Admin of the tenant
        #[arg(long)]
        user: String,
        /// Id of the key, as listed
        id: ApiKeyId,
    },
}

/// Flags of `earshot api-key add`.
#[derive(Args)]
pub struct ApiKeyArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// E-mail of the Client Admin the key belongs to; it never has more rights than they have
    #[arg(long)]
    pub user: String,
    /// Display name
    #[arg(long)]
    pub name: String,
    #[arg(
        long,
        help = format!(
            "{} [default: key]; pbx_client is an id and a secret for the PBX interface",
            ApiKeyKind::choices()
        )
    )]
    pub kind: Option<String>,
    #[arg(
        long = "scope",
        value_name = "SCOPE",
        required_unless_present = "kind",
        help = format!(
            "{}; repeat for several. A PBX client needs calls:read, and has it unless others are named",
            ApiScope::choices()
        )
    )]
    pub scopes: Vec<String>,
    /// Project's slug; repeat for several
    #[arg(long = "project", required = true, value_name = "PROJECT")]
    pub projects: Vec<String>,
    /// Last day of its validity
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub expires: Option<String>,
    /// Network address or range it may be used from, such as 10.0.0.0/8; separate several by commas
    #[arg(long)]
    pub addresses: Option<String>,
    /// Origin whose pages may use it, such as https://app.example; separate several by commas
    #[arg(long)]
    pub origins: Option<String>,
    /// Requests per minute [default: 60]
    #[arg(long, value_name = "COUNT")]
    pub requests_per_minute: Option<String>,
}
