//! `earshot fetch`: import of a PBX's calls, once or repeatedly.

use std::{path::Path, process::ExitCode};

use anyhow::{Context, ensure};
use earshot_backend::{Clock, ImportCounts, Limits, readers::ReadOptions};
use jiff::SignedDuration;

use super::{
    import::{display, time_zone},
    shutdown::shutdown_signal,
};
use crate::{
    base_url::BaseUrl,
    cli::FetchArgs,
    config::{DataConfig, FETCH_SECRET},
    explain::explain,
    fetch::{Fetcher, PbxClient},
    intake::counts_in_words,
};

/// Fetches once, or repeatedly until a shutdown signal, with failed rounds only reported. The exit code
/// is 2 if a record was refused.
pub(crate) async fn fetch(args: FetchArgs) -> anyhow::Result<ExitCode> {
    let url = base_url(&args.from, args.allow_plain_http)?;
    let every = args.every;
    let mut fetcher = fetcher(&args, &url).await?;
    let stop = shutdown_signal();
    tokio::pin!(stop);
    loop {
        let round = tokio::select! {
            round = fetcher.round(Clock::System.now()) => round,
            () = &mut stop => {
                fetcher.sign_out().await;
                return Ok(ExitCode::SUCCESS);
            }
        };
        let Some(every) = every else { return round.map(|counts| report(&args.from, counts)) };
        match round {
            Ok(counts) => drop(report(&args.from, counts)),
            Err(error) => eprintln!("earshot: {}: {error:#}", args.from),
        }
        tokio::select! {
            () = tokio::time::sleep(every) => {}
            () = &mut stop => return Ok(ExitCode::SUCCESS),
        }
    }
}

async fn fetcher(args: &FetchArgs, url: &BaseUrl) -> anyhow::Result<Fetcher> {
    let secret = secret(args.client_secret_file.as_deref())?;
    let certificates = args.certificate.as_deref().map(|file| {
        std::fs::read(file).with_context(|| format!("certificate: cannot read {}", file.display()))
    });
    let certificates = certificates.transpose()?;
    let pbx = PbxClient::new(&url.origin(), &args.client_id, secret, certificates.as_deref())?;
    let backend = DataConfig::new(args.data.clone())?.open(Limits::default()).await?;
    let display = display(&backend, &args.tenant, args.date_order, args.clock_face).await?;
    let time_zone = time_zone(&backend, &args.tenant, args.time_zone.as_deref()).await?;
    let options = ReadOptions { display: Some(display), ..ReadOptions::in_zone(time_zone) };
    let ingest = backend
        .intake()
        .project(&args.tenant, &args.project, options.clone())
        .await
        .map_err(explain)?;
    let reach = SignedDuration::from_hours(i64::from(args.days).saturating_mul(24));
    Ok(Fetcher::new(pbx, ingest, options, display, reach))
}

/// Parses the PBX's URL; refuses plain http, over which secret and transcripts could be read.
fn base_url(from: &str, allow_plain_http: bool) -> anyhow::Result<BaseUrl> {
    let url = BaseUrl::parse(from).context("from")?;
    ensure!(
        url.is_https() || url.is_loopback() || allow_plain_http,
        "from: {from} is plain http, so that others could read the secret and the calls; use https, \
         or set allow-plain-http on a network that is safe"
    );
    Ok(url)
}

fn secret(file: Option<&Path>) -> anyhow::Result<String> {
    let text = match file {
        Some(file) => std::fs::read_to_string(file)
            .with_context(|| format!("client-secret-file: cannot read {}", file.display()))?,
        None => std::env::var(FETCH_SECRET).with_context(|| {
            format!("client secret: set {FETCH_SECRET}, or name a file with --client-secret-file")
        })?,
    };
    let text = text.trim();
    ensure!(!text.is_empty(), "client secret: must not be empty");
    Ok(text.to_owned())
}

/// Prints the outcome of a round.
fn report(from: &str, counts: Option<ImportCounts>) -> ExitCode {
    let Some(counts) = counts else {
        println!("{from}: nothing new");
        return ExitCode::SUCCESS;
    };
    println!("{from}: {}", counts_in_words(&counts));
    if counts.refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
