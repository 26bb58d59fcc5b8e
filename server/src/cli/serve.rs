//! Arguments of `earshot serve`.

use std::path::PathBuf;

use clap::Args;
use earshot_domain::AddressRange;
use serde::Deserialize;

use super::{DataArgs, MailArgs};

/// Flags of `earshot serve`.
#[derive(Debug, Args, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ServeArgs {
    #[command(flatten)]
    #[serde(skip)]
    pub data: DataArgs,
    /// Address to listen on; port 0 picks a free one [default: 127.0.0.1:8080]
    #[arg(long, env = "EARSHOT_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<std::net::SocketAddr>,
    /// URL that people open, such as https://calls.example.com
    #[arg(long, env = "EARSHOT_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Address or network of a reverse proxy whose X-Forwarded-For or Forwarded is trusted, such as
    /// 127.0.0.1 or 10.0.0.0/8; repeat for several
    #[arg(long, env = "EARSHOT_TRUSTED_PROXY", value_name = "NETWORK", value_delimiter = ',')]
    pub trusted_proxy: Vec<AddressRange>,
    /// Serve plain http to other machines (passwords are then sent unencrypted)
    #[arg(long, env = "EARSHOT_ALLOW_PLAIN_HTTP")]
    pub allow_plain_http: bool,
    /// Most calls in one streamed export [default: 10000]
    #[arg(long, env = "EARSHOT_EXPORT_LIMIT", value_name = "CALLS")]
    pub export_limit: Option<u64>,
    /// Exports one person may start in 10 minutes [default: 10]
    #[arg(long, env = "EARSHOT_EXPORTS_PER_10_MINUTES", value_name = "COUNT")]
    pub exports_per_10_minutes: Option<u32>,
    /// Background exports that run at the same time in this process; 0 for none [default: 2]
    #[arg(long, env = "EARSHOT_EXPORT_WORKERS", value_name = "COUNT")]
    pub export_workers: Option<usize>,
    /// Seconds after which a background job of a dead process is taken over [default: 15]
    #[arg(long, env = "EARSHOT_JOB_LEASE_SECONDS", value_name = "SECONDS")]
    pub job_lease_seconds: Option<u32>,
    /// Transcripts and conversations one person may download in 10 minutes [default: 60]
    #[arg(long, env = "EARSHOT_TRANSCRIPTS_PER_10_MINUTES", value_name = "COUNT")]
    pub transcripts_per_10_minutes: Option<u32>,
    /// Font for PDFs in addition to the built-in ones, such as one for Chinese; repeat for several
    #[arg(long = "pdf-font", env = "EARSHOT_PDF_FONT", value_name = "FILE", value_delimiter = ',')]
    pub pdf_fonts: Vec<PathBuf>,
    /// Token of the operator's own programs, at least 16 characters; it exports the conversations of
    /// any tenant
    #[arg(long, env = "INTERNAL_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub internal_token: Option<String>,
    /// TOML file with the receivers of phone systems' webhooks (docs/receivers.md)
    #[arg(long, env = "EARSHOT_RECEIVERS", value_name = "FILE")]
    pub receivers: Option<PathBuf>,
    /// Allow webhooks to private network addresses, including this machine
    #[arg(long, env = "EARSHOT_WEBHOOK_ALLOW_PRIVATE")]
    pub webhook_allow_private: bool,
    #[command(flatten)]
    #[serde(skip)]
    pub mail: MailArgs,
    /// Fill an empty data folder with demo calls and list the users on the sign-in page
    #[arg(long, env = "EARSHOT_DEMO")]
    pub demo: bool,
}
