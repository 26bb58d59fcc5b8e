//! `earshot api-key …`: API keys of a Client Admin.

use std::process::ExitCode;

use earshot_backend::Limits;
use earshot_domain::ApiKeyForm;

use crate::{
    cli::{ApiKeyArgs, ApiKeyCommand},
    config::DataConfig,
    explain::explain,
};

/// Creates, lists or revokes keys.
pub(crate) async fn api_key(command: ApiKeyCommand) -> anyhow::Result<ExitCode> {
    match command {
        ApiKeyCommand::Add(args) => add(args).await?,
        ApiKeyCommand::List { data, user } => {
            let backend = DataConfig::new(data)?.open(Limits::default()).await?;
            let viewer = backend.access().account_viewer(&user).await.map_err(explain)?;
            for key in backend.keys().list(&viewer).await.map_err(explain)?.keys {
                let used = key.last_used.map_or_else(|| "never".to_owned(), |at| at.rfc3339);
                println!("{}\t{}\t{}\t{}\t{used}", key.id, key.name, key.kind, key.state);
            }
        }
        ApiKeyCommand::Revoke { data, user, id } => {
            let backend = DataConfig::new(data)?.open(Limits::default()).await?;
            let viewer = backend.access().account_viewer(&user).await.map_err(explain)?;
            backend.keys().revoke(&viewer, id).await.map_err(explain)?;
            println!("revoked key {id}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(args: ApiKeyArgs) -> anyhow::Result<()> {
    let one = |name: &'static str, value: &Option<String>| {
        value.clone().map(|value| (name, value)).into_iter().collect::<Vec<_>>()
    };
    let all = |name: &'static str, values: &[String]| {
        values.iter().map(|value| (name, value.clone())).collect::<Vec<_>>()
    };
    let pairs = [
        one("name", &Some(args.name)),
        one("kind", &args.kind),
        all("scope", &args.scopes),
        all("project_id", &args.projects),
        one("expires", &args.expires),
        one("addresses", &args.addresses),
        one("origins", &args.origins),
        one("requests_per_minute", &args.requests_per_minute),
    ]
    .concat();
    let form = ApiKeyForm::parse(&pairs);
    let backend = DataConfig::new(args.data)?.open(Limits::default()).await?;
    let viewer = backend.access().account_viewer(&args.user).await.map_err(explain)?;
    let created = backend.keys().create(&viewer, &form).await.map_err(explain)?;
    eprintln!("created key {} ({}); it is shown only once", created.id, created.name);
    match created.client_id {
        Some(client_id) => println!("client_id: {client_id}\nclient_secret: {}", created.secret),
        None => println!("{}", created.secret),
    }
    Ok(())
}
