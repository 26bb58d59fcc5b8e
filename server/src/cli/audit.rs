//! Arguments of `earshot audit`.

use clap::{Args, Subcommand};

use super::DataArgs;

/// Commands for the audit log.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// Check that no event of the log was changed or removed; the exit code is 1 if one was
    Verify(AuditVerifyArgs),
}

/// Flags of `earshot audit verify`.
#[derive(Args)]
pub struct AuditVerifyArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Tenant's slug [default: every tenant]
    #[arg(long)]
    pub tenant: Option<String>,
}
