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
    /// Change a tenant's settings: recordings, text before redaction, times in the PBX interface
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
    /// Whether text from before redaction is kept, sealed; false removes what is stored of it
    #[arg(long, value_name = "true|false", group = "setting")]
    pub keep_raw: Option<bool>,
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
    /// Set the country whose telephone numbers a project's callers write without a country code
    Set {
        #[command(flatten)]
        data: DataArgs,
        /// Tenant's slug
        #[arg(long)]
        tenant: String,
        /// Project's slug
        slug: String,
        /// Two letters, such as GB, or zone for that of the tenant's time zone
        #[arg(long, value_name = "COUNTRY|zone")]
        country: String,
    },
    /// List a tenant's projects with the country of their telephone numbers
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
    /// Change a user's name, role or projects, or which calls they see
    Set(UserSetArgs),
    /// Take a user's access away: sessions end, and keys are invalid, at once
    Disable(UserArgs),
    /// Give a disabled user access again
    Enable(UserArgs),
    /// Set a new password, which is read from standard input; all sessions end
    ResetPassword(UserArgs),
    /// List a tenant's users with role, state, audiences and projects
    List {
        #[command(flatten)]
        data: DataArgs,
        /// Tenant's slug
        #[arg(long)]
        tenant: String,
    },
}

/// A user, by e-mail address.
#[derive(Args)]
pub struct UserArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// E-mail address of the user
    pub email: String,
}

/// Flags of `earshot user set`, of which one at least must be given.
#[derive(Args)]
#[command(group(ArgGroup::new("change").required(true).multiple(true)))]
#[command(group(ArgGroup::new("audience")))]
pub struct UserSetArgs {
    #[command(flatten)]
    pub user: UserArgs,
    /// Display name
    #[arg(long, group = "change")]
    pub name: Option<String>,
    #[arg(long, help = Role::choices(), group = "change")]
    pub role: Option<Role>,
    /// Project's slug, instead of those assigned so far; repeat for several
    #[arg(long = "project", value_name = "PROJECT", group = "change")]
    pub projects: Option<Vec<String>>,
    /// Show only calls of these audiences and calls without one; separate names by commas
    #[arg(long, value_name = "AUDIENCE", value_delimiter = ',', groups = ["change", "audience"])]
    pub audiences: Option<Vec<String>>,
    /// Show calls of every audience
    #[arg(long, groups = ["change", "audience"])]
    pub all_audiences: bool,
}
