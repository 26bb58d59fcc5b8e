//! Arguments of `earshot audit`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::DataArgs;

/// Commands for the audit log.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// Check that no event of the log was changed, removed or added behind Earshot's back; the exit code
    /// is 1 if one was
    Verify(AuditVerifyArgs),
    /// Verify a log, and sign and print its head; keep it elsewhere, for `verify --head`
    Head(AuditTenantArgs),
    /// Print the key that verifies heads
    Key(AuditKeyArgs),
    /// Write a log into a folder, where others' programs can verify it without Earshot
    Export(AuditExportArgs),
    /// Delete events after their retention; their places in the log remain, so that it still verifies
    Prune(AuditPruneArgs),
}

/// Flags of `earshot audit verify`.
#[derive(Args)]
pub struct AuditVerifyArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Tenant's slug [default: every tenant]
    #[arg(long)]
    pub tenant: Option<String>,
    /// File with a head that was kept elsewhere; repeat for several. A log that was cut, put back to an
    /// earlier state or written anew after it is noticed
    #[arg(long = "head", value_name = "FILE")]
    pub heads: Vec<PathBuf>,
}

/// Flags of `earshot audit head`.
#[derive(Args)]
pub struct AuditTenantArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Tenant's slug [default: the only tenant]
    #[arg(long)]
    pub tenant: Option<String>,
}

/// Flags of `earshot audit key`.
#[derive(Args)]
pub struct AuditKeyArgs {
    #[command(flatten)]
    pub data: DataArgs,
}

/// Flags of `earshot audit export`.
#[derive(Args)]
pub struct AuditExportArgs {
    #[command(flatten)]
    pub of: AuditTenantArgs,
    /// Folder to write into; it is created, or must be empty
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
}

/// Flags of `earshot audit prune`.
#[derive(Args)]
pub struct AuditPruneArgs {
    #[command(flatten)]
    pub of: AuditTenantArgs,
    /// Day, such as 2025-01-31, before which events are deleted; at least 365 days ago
    #[arg(long, value_name = "DATE")]
    pub before: String,
}
