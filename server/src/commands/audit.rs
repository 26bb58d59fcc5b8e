//! `earshot audit`: verification of the audit log.

use std::process::ExitCode;

use earshot_backend::Limits;

use crate::{
    cli::{AuditCommand, AuditVerifyArgs},
    config::DataConfig,
    explain::explain,
};

/// `earshot audit …`
pub(crate) async fn audit(command: AuditCommand) -> anyhow::Result<ExitCode> {
    let AuditCommand::Verify(args) = command;
    verify(args).await
}

/// Prints the state of each log.
async fn verify(args: AuditVerifyArgs) -> anyhow::Result<ExitCode> {
    let backend = DataConfig::new(args.data)?.open(Limits::default()).await?;
    let tenants = if let Some(tenant) = args.tenant {
        vec![tenant]
    } else {
        let tenants = backend.tenants().list().await.map_err(explain)?;
        tenants.into_iter().map(|tenant| tenant.slug.to_string()).collect()
    };
    let mut code = ExitCode::SUCCESS;
    for tenant in tenants {
        let (entries, broken) = backend.audit().log(&tenant).await.map_err(explain)?;
        match broken {
            None => println!("{tenant}: {} events, whole", entries.len()),
            Some(event) => {
                eprintln!("{tenant}: event {event} was changed or removed");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}
