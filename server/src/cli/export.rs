//! Arguments of `earshot export` and `earshot worker`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use earshot_domain::{ColumnSet, ExportFormat};

use super::{DataArgs, MailArgs};

/// Commands about exports.
#[derive(Subcommand)]
#[expect(clippy::large_enum_variant, reason = "one is made in the life of the program")]
pub enum ExportCommand {
    /// Export calls to a folder, with a manifest and checksums.
    Run(ExportRunArgs),
    /// Verify a folder with an unpacked export: that it is complete and unchanged.
    Verify(ExportVerifyArgs),
}

/// Flags of `earshot export run`.
#[derive(Args)]
pub struct ExportRunArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Tenant's slug
    #[arg(long)]
    pub tenant: String,
    /// Project's slug [default: every project of the tenant]
    #[arg(long)]
    pub project: Option<String>,
    /// Format of the files: csv, json, jsonl, xlsx, parquet, pdf or zip
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    pub format: ExportFormat,
    /// First day or instant of the calls, such as 2026-05-01
    #[arg(long, value_name = "DAY|TIME")]
    pub since: Option<String>,
    /// Last day, or the instant before which calls started
    #[arg(long, value_name = "DAY|TIME")]
    pub until: Option<String>,
    /// Columns of a table: conversations or calls [default: conversations]
    #[arg(long, value_name = "SET", value_parser = set)]
    pub set: Option<ColumnSet>,
    /// Folder for the files; it must be empty or not exist yet
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
}

/// Arguments of `earshot export verify`.
#[derive(Args)]
pub struct ExportVerifyArgs {
    /// Folder of the unpacked export
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// Flags of `earshot worker`.
#[derive(Args)]
pub struct WorkerArgs {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub mail: MailArgs,
    /// URL that people open, for the links in mail
    #[arg(long, env = "EARSHOT_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Background exports that run at the same time in this process
    #[arg(long, env = "EARSHOT_EXPORT_WORKERS", value_name = "COUNT", default_value_t = 2)]
    pub export_workers: usize,
    /// Seconds after which a background job of a dead process is taken over
    #[arg(
        long,
        env = "EARSHOT_JOB_LEASE_SECONDS",
        value_name = "SECONDS",
        default_value_t = 15,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub job_lease_seconds: u32,
}

fn format(text: &str) -> Result<ExportFormat, String> {
    text.parse().map_err(|_| {
        let all: Vec<&str> = ExportFormat::ALL.iter().map(|format| format.as_str()).collect();
        format!("must be one of {}", all.join(", "))
    })
}

fn set(text: &str) -> Result<ColumnSet, String> {
    text.parse().map_err(|_| "must be conversations or calls".to_owned())
}
