//! `earshot tenant`, `project` and `user`: the operator's set-up commands.

use std::{
    io::{IsTerminal, stdin},
    process::ExitCode,
};

use anyhow::Context;
use earshot_backend::{Backend, Limits, NewUserSpec, RecordingSettings, UserChanges};
use earshot_domain::Slug;

use crate::{
    cli::{
        DataArgs, ProjectCommand, TenantCommand, TenantSetArgs, UserArgs, UserCommand, UserSetArgs,
    },
    config::DataConfig,
    explain::explain,
};

async fn open(data: DataArgs) -> anyhow::Result<Backend> {
    DataConfig::new(data)?.open(Limits::default()).await
}

/// `earshot tenant …`
pub(crate) async fn tenant(command: TenantCommand) -> anyhow::Result<ExitCode> {
    match command {
        TenantCommand::Add { data, slug, name, time_zone } => {
            let backend = open(data).await?;
            backend.tenants().add(&slug, &name, &time_zone).await.map_err(explain)?;
            println!("added tenant {slug}");
        }
        TenantCommand::Set(args) => set_tenant(args).await?,
        TenantCommand::List { data } => {
            for tenant in open(data).await?.tenants().list().await.map_err(explain)? {
                println!("{}\t{}\t{}", tenant.slug, tenant.name, tenant.time_zone);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn set_tenant(args: TenantSetArgs) -> anyhow::Result<()> {
    let TenantSetArgs {
        data,
        slug,
        staff_playback,
        recording_download,
        keep_raw,
        date_order,
        clock_face,
    } = args;
    let backend = open(data).await?;
    if staff_playback.or(recording_download).is_some() {
        let settings = RecordingSettings { staff_playback, recording_download };
        backend.tenants().set_recordings(&slug, settings).await.map_err(explain)?;
    }
    if date_order.is_some() || clock_face.is_some() {
        backend
            .tenants()
            .set_display_format(&slug, date_order, clock_face)
            .await
            .map_err(explain)?;
    }
    if let Some(keep) = keep_raw {
        backend.custody().set_keep_raw_text(&slug, keep).await.map_err(explain)?;
        if !keep {
            println!("the next worker removes the stored text from before redaction");
        }
    }
    println!("changed tenant {slug}");
    Ok(())
}

/// `earshot project …`
pub(crate) async fn project(command: ProjectCommand) -> anyhow::Result<ExitCode> {
    match command {
        ProjectCommand::Add { data, tenant, slug, name } => {
            let backend = open(data).await?;
            backend.tenants().add_project(&tenant, &slug, &name).await.map_err(explain)?;
            println!("added project {slug} to {tenant}");
        }
        ProjectCommand::Set { data, tenant, slug, country } => {
            let backend = open(data).await?;
            backend.tenants().set_country(&tenant, &slug, &country).await.map_err(explain)?;
            println!("changed project {slug} of {tenant}");
        }
        ProjectCommand::List { data, tenant } => {
            for project in open(data).await?.tenants().projects(&tenant).await.map_err(explain)? {
                let country =
                    project.country.map_or_else(|| "-".to_owned(), |code| code.to_string());
                println!("{}\t{}\t{country}", project.slug, project.name);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `earshot user …`
pub(crate) async fn user(command: UserCommand) -> anyhow::Result<ExitCode> {
    match command {
        UserCommand::Add { data, tenant, email, name, role, projects } => {
            let backend = open(data).await?;
            let password = read_password()?;
            let spec = NewUserSpec {
                tenant: &tenant,
                email: &email,
                name: &name,
                role,
                password: &password,
                projects: &projects,
            };
            backend.tenants().add_user(&spec).await.map_err(explain)?;
            println!("added user {email} to {tenant}");
        }
        UserCommand::Set(args) => set_user(args).await?,
        UserCommand::Disable(args) => set_disabled(args, true).await?,
        UserCommand::Enable(args) => set_disabled(args, false).await?,
        UserCommand::ResetPassword(UserArgs { data, email }) => {
            let backend = open(data).await?;
            let password = read_password()?;
            backend.tenants().reset_password(&email, &password).await.map_err(explain)?;
            println!("reset the password of user {email}");
        }
        UserCommand::List { data, tenant } => {
            for user in open(data).await?.tenants().users(&tenant).await.map_err(explain)? {
                let state = if user.disabled { "disabled" } else { "active" };
                let audiences =
                    user.audiences.map_or_else(|| "*".to_owned(), |names| names.join(","));
                let projects: Vec<_> = user.projects.iter().map(Slug::as_str).collect();
                let (email, name, role) = (user.email, user.name, user.role);
                let projects = projects.join(",");
                println!("{email}\t{name}\t{role}\t{state}\t{audiences}\t{projects}");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn set_user(args: UserSetArgs) -> anyhow::Result<()> {
    let UserArgs { data, email } = args.user;
    let backend = open(data).await?;
    let changes = UserChanges {
        name: args.name.as_deref(),
        role: args.role,
        projects: args.projects.as_deref(),
    };
    if changes.name.is_some() || changes.role.is_some() || changes.projects.is_some() {
        backend.tenants().change_user(&email, &changes).await.map_err(explain)?;
    }
    if args.audiences.is_some() || args.all_audiences {
        let audiences = args.audiences.filter(|_| !args.all_audiences);
        backend.tenants().set_audiences(&email, audiences.as_deref()).await.map_err(explain)?;
    }
    println!("changed user {email}");
    Ok(())
}

async fn set_disabled(args: UserArgs, disabled: bool) -> anyhow::Result<()> {
    let UserArgs { data, email } = args;
    open(data).await?.tenants().set_user_disabled(&email, disabled).await.map_err(explain)?;
    println!("{} user {email}", if disabled { "disabled" } else { "enabled" });
    Ok(())
}

/// Prompts for the password on a terminal, without echo; otherwise reads one line of standard input.
/// There is no flag for it: all users of a machine can read command lines.
fn read_password() -> anyhow::Result<String> {
    if stdin().is_terminal() {
        return rpassword::prompt_password("Password: ")
            .context("password: cannot read the terminal");
    }
    let mut line = String::new();
    stdin().read_line(&mut line).context("password: cannot read standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
