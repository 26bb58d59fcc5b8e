//! Configuration of `earshot serve`.

use std::net::SocketAddr;

use anyhow::{Context, bail, ensure};
use earshot_backend::{Limits, Mailer, PdfFonts, Rate, Receivers};

use super::{
    data::DataConfig, environment::SMTP_PASSWORD, file::complete_serve, mail::mailer,
    receivers_file::read_receivers,
};
use crate::{base_url::BaseUrl, cli::ServeArgs, explain::explain};

/// Window of the rates that are set per 10 minutes.
const RATE_WINDOW_SECONDS: u32 = 600;

/// Background exports that run at the same time unless the operator says otherwise.
const EXPORT_WORKERS: usize = 2;

/// Validated settings of a server.
#[derive(Debug)]
pub(crate) struct ServeConfig {
    pub(crate) data: DataConfig,
    pub(crate) listen: SocketAddr,
    pub(crate) public_url: Option<BaseUrl>,
    pub(crate) limits: Limits,
    /// The settings that need no conversion.
    pub(crate) settings: ServeArgs,
}

impl ServeConfig {
    /// Combines flags, variables and file, and refuses what is unsafe.
    pub(crate) fn new(args: ServeArgs) -> anyhow::Result<Self> {
        let mut settings = complete_serve(args)?;
        let data = DataConfig::validate(std::mem::take(&mut settings.data))?;
        let listen = settings.listen.unwrap_or(([127, 0, 0, 1], 8080).into());
        let public_url = settings.public_url.as_deref().map(BaseUrl::parse).transpose();
        let public_url = public_url.context("public_url")?;
        if settings.demo && !listen.ip().is_loopback() {
            bail!("demo: its passwords are public, so listen must be a loopback address");
        }
        let https = public_url.as_ref().is_some_and(BaseUrl::is_https);
        if !listen.ip().is_loopback() && !https && !settings.allow_plain_http {
            bail!(
                "listen: {listen} would be served over plain http to other machines. Put an https \
                 proxy in front and set public_url, or set allow_plain_http"
            );
        }
        if let Some(token) = &settings.internal_token {
            ensure!(token.len() >= 16, "internal_token: must have at least 16 characters");
        }
        let limits = limits(&settings)?;
        Ok(Self { data, listen, public_url, limits, settings })
    }

    /// Background exports that run at the same time in this process.
    pub(crate) fn export_workers(&self) -> usize {
        self.settings.export_workers.unwrap_or(EXPORT_WORKERS)
    }

    /// Sender of mail to users; `None` when no mail server is set.
    pub(crate) fn mailer(&self) -> anyhow::Result<Option<Mailer>> {
        let password = std::env::var(SMTP_PASSWORD).ok().filter(|text| !text.is_empty());
        mailer(&self.settings.mail, self.public_url.as_ref(), password)
    }

    /// Receivers of phone systems' reports.
    pub(crate) fn receivers(&self) -> anyhow::Result<Receivers> {
        let file = self.settings.receivers.as_deref();
        file.map_or_else(|| Ok(Receivers::default()), read_receivers)
    }

    /// Fonts of PDFs; refuses a file that is not a font.
    pub(crate) fn pdf_fonts(&self) -> anyhow::Result<PdfFonts> {
        PdfFonts::with_files(&self.settings.pdf_fonts).map_err(explain)
    }
}

fn limits(settings: &ServeArgs) -> anyhow::Result<Limits> {
    let defaults = Limits::default();
    Ok(Limits {
        export_calls: positive("export_limit", settings.export_limit, defaults.export_calls)?,
        job_lease_seconds: {
            let seconds = settings.job_lease_seconds;
            ensure!(seconds != Some(0), "job_lease_seconds: must be at least 1");
            seconds.unwrap_or(defaults.job_lease_seconds)
        },
        export_rate: rate(
            "exports_per_10_minutes",
            settings.exports_per_10_minutes,
            defaults.export_rate,
        )?,
        transcript_rate: rate(
            "transcripts_per_10_minutes",
            settings.transcripts_per_10_minutes,
            defaults.transcript_rate,
        )?,
        ..defaults
    })
}

fn positive(name: &str, value: Option<u64>, default: u64) -> anyhow::Result<u64> {
    ensure!(value != Some(0), "{name}: must be at least 1");
    Ok(value.unwrap_or(default))
}

fn rate(name: &str, events: Option<u32>, default: Rate) -> anyhow::Result<Rate> {
    ensure!(events != Some(0), "{name}: must be at least 1");
    Ok(events.map_or(default, |events| Rate { events, seconds: RATE_WINDOW_SECONDS }))
}
