//! Dispatch of a parsed command line to its command.

use std::process::ExitCode;

use super::{
    api_key::api_key,
    audit::audit,
    export::export,
    fetch::fetch,
    import::import,
    import_recordings::import_recordings,
    redact::redact,
    remove_recordings::remove_recordings,
    serve::serve,
    setup::{project, tenant, user},
    worker::worker,
};
use crate::{
    cli::{Cli, Command},
    config::{check_environment, close_new_files},
};

/// Runs one command. The exit code says whether all of it was done.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    check_environment(std::env::vars_os())?;
    close_new_files();
    match cli.command {
        Command::Serve(args) => serve(args).await,
        Command::Import(args) => import(args).await,
        Command::Fetch(args) => fetch(args).await,
        Command::ImportRecordings(args) => import_recordings(args).await,
        Command::RemoveRecordings(args) => remove_recordings(args).await,
        Command::Redact(args) => redact(args).await,
        Command::Worker(args) => worker(args).await,
        Command::Export(command) => export(command).await,
        Command::Tenant(command) => tenant(command).await,
        Command::Project(command) => project(command).await,
        Command::User(command) => user(command).await,
        Command::ApiKey(command) => api_key(command).await,
        Command::Audit(command) => audit(command).await,
        Command::Version => {
            println!("earshot {}", env!("CARGO_PKG_VERSION"));
            Ok(ExitCode::SUCCESS)
        }
    }
}
