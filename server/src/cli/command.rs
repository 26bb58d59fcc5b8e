//! The program and its commands.

use clap::{Parser, Subcommand};

use super::{
    ApiKeyCommand, AuditCommand, ExportCommand, FetchArgs, ImportArgs, ImportRecordingsArgs,
    ProjectCommand, RedactArgs, RemoveRecordingsArgs, ServeArgs, TenantCommand, UserCommand,
    WorkerArgs,
};

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
    /// Redact texts of standard input, or stored texts again by the current rules.
    Redact(RedactArgs),
    /// Run background jobs without serving the portal.
    Worker(WorkerArgs),
    /// Export calls to a folder, or verify an export.
    #[command(subcommand)]
    Export(ExportCommand),
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
    /// Verify, sign, export or prune the audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Print the version.
    Version,
}
