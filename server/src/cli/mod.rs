//! Command line: commands, flags and their help.
#![expect(clippy::doc_markdown, reason = "doc comments here are what --help prints")]

mod api_key;
mod fetch;
mod setup;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use earshot_backend::readers::Format;
use earshot_domain::{CallId, Day};
use serde::Deserialize;

pub use api_key::{ApiKeyArgs, ApiKeyCommand};
pub use fetch::FetchArgs;
pub use setup::{ProjectCommand, TenantCommand, TenantSetArgs, UserCommand};

/// Review, search and export the calls an AI phone receptionist handled.
#[derive(Parser)]
#[command(name = "earshot", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve the portal.
    Serve(ServeArgs),
    /// Import calls from files; calls that were imported before are not changed.
    Import(ImportArgs),
    /// Fetch calls from a PBX, once or repeatedly; calls that were fetched before are not changed.
    Fetch(FetchArgs),
    /// Import recordings from a folder; a file's name says which call it belongs to.
    ImportRecordings(ImportRecordingsArgs),
    /// Delete recordings permanently, for retention or a deletion request.
    RemoveRecordings(RemoveRecordingsArgs),
    /// Add, list or change tenants (client organisations).
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// Add or list projects of a tenant.
    #[command(subcommand)]
    Project(ProjectCommand),
    /// Add or list users.
    #[command(subcommand)]
    User(UserCommand),
    /// Create, list or revoke API keys.
    #[command(subcommand)]
    ApiKey(ApiKeyCommand),
    /// Print the version.
    Version,
}

/// Location of the data, for every command that uses it.
#[derive(Debug, Args, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DataArgs {
    /// Folder of the database and the master key [default: data]
    #[arg(long, env = "EARSHOT_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Use this PostgreSQL server instead of SQLite in the data folder
    #[arg(long, env = "EARSHOT_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// File with the 32-byte master key in hexadecimal [default: master.key in the data folder]
    #[arg(long, env = "EARSHOT_MASTER_KEY_FILE", value_name = "FILE")]
    pub master_key_file: Option<PathBuf>,
    /// Location of recordings: a folder, file:///…, s3://bucket/prefix or gs://bucket/prefix, with
    /// AWS_* or GOOGLE_* variables [default: recordings in the data folder]
    #[arg(long, env = "EARSHOT_RECORDINGS", value_name = "DIR|URL")]
    pub recordings: Option<String>,
    /// Bucket of the recordings, the same as --recordings gs://BUCKET
    #[arg(long, env = "GCS_BUCKET", value_name = "BUCKET", conflicts_with = "recordings")]
    #[serde(skip)]
    pub gcs_bucket: Option<String>,
    /// TOML file with settings; flags and EARSHOT_* variables take precedence
    #[arg(long, env = "EARSHOT_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
}

/// Flags of `earshot serve`.
#[derive(Debug, Args, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
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
    /// Trust the forwarded headers of a reverse proxy
    #[arg(long, env = "EARSHOT_TRUSTED_PROXY")]
    pub trusted_proxy: bool,
    /// Serve plain http to other machines (passwords are then sent unencrypted)
    #[arg(long, env = "EARSHOT_ALLOW_PLAIN_HTTP")]
    pub allow_plain_http: bool,
    /// Most calls in one streamed export [default: 10000]
    #[arg(long, env = "EARSHOT_EXPORT_LIMIT", value_name = "CALLS")]
    pub export_limit: Option<u64>,
    /// Exports one person may start in 10 minutes [default: 10]
    #[arg(long, env = "EARSHOT_EXPORTS_PER_10_MINUTES", value_name = "COUNT")]
    pub exports_per_10_minutes: Option<u32>,
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
    /// Fill an empty data folder with demo calls and list the users on the sign-in page
    #[arg(long, env = "EARSHOT_DEMO")]
    pub demo: bool,
}

/// Flags of `earshot import`.
#[derive(Args)]
pub struct ImportArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Format of the files: pbx, talkifai or ndjson (docs/import-formats.md)
    #[arg(long, value_name = "FORMAT")]
    pub format: Format,
    /// Tenant's slug
    #[arg(long)]
    pub tenant: String,
    /// Project's slug
    #[arg(long)]
    pub project: String,
    /// Time zone of times without one, such as Asia/Shanghai [default: the tenant's time zone]
    #[arg(long, value_name = "AREA/CITY")]
    pub time_zone: Option<String>,
    /// Files to import, plain or gzip; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Flags of `earshot import-recordings`.
#[derive(Args)]
pub struct ImportRecordingsArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Tenant's slug
    #[arg(long)]
    pub tenant: String,
    /// Folder of WAV, MP3, OGG or WebM files, each named after the call's id, the id in its source or
    /// the recording that its source names
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
