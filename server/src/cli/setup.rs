//! Arguments of `earshot tenant`, `project` and `user`.

use clap::{ArgGroup, Args, Subcommand};
use earshot_domain::{ClockFormat, DateOrder, Role};

use super::DataArgs;

#[derive(Subcommand)]
pub enum TenantCommand {
    /// Add a tenant
    Add {
        #[command(flatten)]
        data: DataArgs,
        /// Slug for commands: lower-case letters, digits and hyphens
        slug: String,
        /// Display name
        #[arg(long)]
        name: String,
        /// IANA time zone in which times are shown
        #[arg(long, default_value = "Europe/London")]
        time_zone: String,
    },
    /// Change a tenant's settings for recordings and for times in the PBX interface
    Set(TenantSetArgs),
    /// List tenants
    List {
        #[command(flatten)]
        data: DataArgs,
    },
}

/// Flags of `earshot tenant set`, of which one at least must be given.
#[derive(Args)]
#[command(group(ArgGroup::new("setting").required(true).multiple(true)))]
pub struct TenantSetArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Tenant's slug
    pub slug: String,
    /// Whether Client Staff may play recordings
    #[arg(long, value_name = "true|false", group = "setting")]
    pub staff_playback: Option<bool>,
    /// Whether Client Admin and Client Manager may download recordings
    #[arg(long, value_name = "true|false", group = "setting")]
    pub recording_download: Option<bool>,
    /// Order of dates in the PBX interface
    #[arg(long, value_name = "ymd|mdy|dmy", group = "setting")]
    pub date_order: Option<DateOrder>,
    /// 12-hour or 24-hour clock in the PBX interface
    #[arg(long, value_name = "12|24", group = "setting")]
    pub clock_face: Option<ClockFormat>,
}

#[derive(Subcommand)]
pub enum ProjectCommand {
    /// Add a project
    Add {
        #[command(flatten)]
        data: DataArgs,
        /// Tenant's slug
        #[arg(long)]
        tenant: String,
        /// Slug for URLs, files and commands
        slug: String,
        /// Display name
        #[arg(long)]
        name: String,
    },
    /// List a tenant's projects
    List {
        #[command(flatten)]
        data: DataArgs,
        /// Tenant's slug
        #[arg(long)]
        tenant: String,
    },
}

#[derive(Subcommand)]
pub enum UserCommand {
    /// Add a user; the password is read from standard input
    Add {
        #[command(flatten)]
        data: DataArgs,
        /// Tenant's slug
        #[arg(long)]
        tenant: String,
        /// E-mail address to sign in with
        email: String,
        /// Display name
        #[arg(long)]
        name: String,
        #[arg(long, help = Role::choices())]
        role: Role,
        /// Project's slug; repeat for several
        #[arg(long = "project", value_name = "PROJECT")]
        projects: Vec<String>,
    },
    /// Change which calls a user sees
    Set(UserSetArgs),
    /// List a tenant's users
    List {
        #[command(flatten)]
        data: DataArgs,
        /// Tenant's slug
        #[arg(long)]
        tenant: String,
    },
}

/// Flags of `earshot user set`, of which exactly one must be given.
#[derive(Args)]
#[command(group(ArgGroup::new("audience").required(true)))]
pub struct UserSetArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// E-mail address of the user
    pub email: String,
    /// Show only calls of these audiences and calls without one; separate names by commas
    #[arg(long, value_name = "AUDIENCE", value_delimiter = ',', group = "audience")]
    pub audiences: Option<Vec<String>>,
    /// Show calls of every audience
    #[arg(long, group = "audience")]
    pub all_audiences: bool,
}
