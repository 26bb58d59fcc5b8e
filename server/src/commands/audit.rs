//! `earshot audit`: verification, heads, export and pruning of the audit log.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, bail, ensure};
use earshot_backend::{Backend, Limits};

use crate::{
    cli::{
        AuditCommand, AuditExportArgs, AuditKeyArgs, AuditPruneArgs, AuditTenantArgs,
        AuditVerifyArgs, DataArgs,
    },
    config::DataConfig,
    explain::explain,
};

/// `earshot audit …`
pub(crate) async fn audit(command: AuditCommand) -> anyhow::Result<ExitCode> {
    match command {
        AuditCommand::Verify(args) => return verify(args).await,
        AuditCommand::Head(args) => head(args).await?,
        AuditCommand::Key(args) => key(args).await?,
        AuditCommand::Export(args) => export(args).await?,
        AuditCommand::Prune(args) => prune(args).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the state of each log.
async fn verify(args: AuditVerifyArgs) -> anyhow::Result<ExitCode> {
    let backend = open(args.data).await?;
    let tenants = match args.tenant {
        Some(tenant) => vec![tenant],
        None => tenants(&backend).await?,
    };
    let notes = notes(&args.heads)?;
    for (file, note) in args.heads.iter().zip(&notes) {
        ensure_known(&backend, &tenants, file, note).await?;
    }
    let mut code = ExitCode::SUCCESS;
    for tenant in tenants {
        let verified = backend.audit().verify(&tenant, &notes).await.map_err(explain)?;
        match verified.finding {
            None if verified.pruned > 0 => println!(
                "{tenant}: {} events, whole; the first {} were pruned",
                verified.events, verified.pruned
            ),
            None => println!("{tenant}: {} events, whole", verified.events),
            Some(finding) => {
                eprintln!("{tenant}: {finding}");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

fn notes(files: &[PathBuf]) -> anyhow::Result<Vec<String>> {
    let read = |file: &PathBuf| {
        std::fs::read_to_string(file)
            .with_context(|| format!("head: cannot read {}", file.display()))
    };
    files.iter().map(read).collect()
}

/// Refuses a head that is of none of the logs: nothing would be compared with it.
async fn ensure_known(
    backend: &Backend,
    tenants: &[String],
    file: &std::path::Path,
    note: &str,
) -> anyhow::Result<()> {
    for tenant in tenants {
        let of = backend.audit().is_head_of(tenant, note).await.map_err(explain);
        if of.with_context(|| format!("head: {}", file.display()))? {
            return Ok(());
        }
    }
    bail!("head: {} is the head of another tenant's log", file.display())
}

async fn head(args: AuditTenantArgs) -> anyhow::Result<()> {
    let (backend, tenant) = open_log(args).await?;
    print!("{}", backend.audit().head(&tenant).await.map_err(explain)?.note);
    Ok(())
}

async fn key(args: AuditKeyArgs) -> anyhow::Result<()> {
    let backend = open(args.data).await?;
    println!("{}", backend.audit().verifier_key().map_err(explain)?);
    Ok(())
}

async fn export(args: AuditExportArgs) -> anyhow::Result<()> {
    let (backend, tenant) = open_log(args.of).await?;
    let bundle = backend.audit().export(&tenant, &args.to).await.map_err(explain)?;
    println!(
        "{tenant}: {} events written to {}; its README.md says how to verify them",
        bundle.events,
        args.to.display()
    );
    Ok(())
}

async fn prune(args: AuditPruneArgs) -> anyhow::Result<()> {
    let before = args.before;
    let (backend, tenant) = open_log(args.of).await?;
    let pruned = backend.audit().prune(&tenant, &before).await.map_err(explain)?;
    println!(
        "{tenant}: {} events deleted; those up to event {} are pruned",
        pruned.deleted, pruned.through
    );
    Ok(())
}

async fn open(data: DataArgs) -> anyhow::Result<Backend> {
    DataConfig::new(data)?.open(Limits::default()).await
}

async fn open_log(args: AuditTenantArgs) -> anyhow::Result<(Backend, String)> {
    let backend = open(args.data).await?;
    let tenant = if let Some(tenant) = args.tenant {
        tenant
    } else {
        let mut tenants = tenants(&backend).await?;
        ensure!(tenants.len() == 1, "tenant: say which, with --tenant: {}", tenants.join(", "));
        tenants.remove(0)
    };
    Ok((backend, tenant))
}

async fn tenants(backend: &Backend) -> anyhow::Result<Vec<String>> {
    let tenants = backend.tenants().list().await.map_err(explain)?;
    Ok(tenants.into_iter().map(|tenant| tenant.slug.to_string()).collect())
}
