//! The TOML file of settings, which complete those of flags and variables.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use clap::Args;
use serde::de::DeserializeOwned;

use crate::cli::{DataArgs, MailArgs, ServeArgs};

/// Arguments of `earshot serve` that the file cannot hold.
const NOT_IN_FILE: [&str; 2] = ["config", "gcs_bucket"];

/// Completes the settings of `earshot serve` from the file they name.
pub(super) fn complete_serve(args: ServeArgs) -> anyhow::Result<ServeArgs> {
    let Some(text) = read(&args.data)? else { return Ok(args) };
    let file: ServeArgs = text.parse()?;
    Ok(ServeArgs {
        data: merge_data(args.data, text.parse()?),
        listen: args.listen.or(file.listen),
        public_url: args.public_url.or(file.public_url),
        trusted_proxy: if args.trusted_proxy.is_empty() {
            file.trusted_proxy
        } else {
            args.trusted_proxy
        },
        allow_plain_http: args.allow_plain_http || file.allow_plain_http,
        export_limit: args.export_limit.or(file.export_limit),
        export_workers: args.export_workers.or(file.export_workers),
        job_lease_seconds: args.job_lease_seconds.or(file.job_lease_seconds),
        exports_per_10_minutes: args.exports_per_10_minutes.or(file.exports_per_10_minutes),
        transcripts_per_10_minutes: args
            .transcripts_per_10_minutes
            .or(file.transcripts_per_10_minutes),
        pdf_fonts: if args.pdf_fonts.is_empty() { file.pdf_fonts } else { args.pdf_fonts },
        internal_token: args.internal_token.or(file.internal_token),
        receivers: args.receivers.or(file.receivers),
        webhook_allow_private: args.webhook_allow_private || file.webhook_allow_private,
        mail: merge_mail(args.mail, text.parse()?),
        demo: args.demo || file.demo,
    })
}

/// Completes the settings of the data from the file they name.
pub(super) fn complete_data(args: DataArgs) -> anyhow::Result<DataArgs> {
    let Some(text) = read(&args)? else { return Ok(args) };
    Ok(merge_data(args, text.parse()?))
}

fn merge_data(args: DataArgs, file: DataArgs) -> DataArgs {
    // A bucket that was named on its own wins over a location from the file.
    let recordings = if args.gcs_bucket.is_some() { None } else { file.recordings };
    DataArgs {
        data: args.data.or(file.data),
        database: args.database.or(file.database),
        database_connections: args.database_connections.or(file.database_connections),
        database_statement_seconds: args
            .database_statement_seconds
            .or(file.database_statement_seconds),
        master_key_file: args.master_key_file.or(file.master_key_file),
        recordings: args.recordings.or(recordings),
        exports: args.exports.or(file.exports),
        audit_heads: args.audit_heads.or(file.audit_heads),
        names: args.names.or(file.names),
        gcs_bucket: args.gcs_bucket,
        config: args.config,
    }
}

fn merge_mail(args: MailArgs, file: MailArgs) -> MailArgs {
    MailArgs {
        smtp: args.smtp.or(file.smtp),
        smtp_password_file: args.smtp_password_file.or(file.smtp_password_file),
        smtp_certificate: args.smtp_certificate.or(file.smtp_certificate),
        mail_from: args.mail_from.or(file.mail_from),
    }
}

/// The text of a TOML file of the operator's.
pub(super) struct TomlText {
    setting: &'static str,
    path: PathBuf,
    text: String,
}

impl TomlText {
    /// Reads the file that a setting names.
    pub(super) fn read(setting: &'static str, path: &Path) -> anyhow::Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("{setting}: cannot read {}", path.display()))?;
        Ok(Self { setting, path: path.to_owned(), text })
    }

    /// Parses the text. An error names the line without quoting it: it may hold a secret.
    pub(super) fn parse<T: DeserializeOwned>(&self) -> anyhow::Result<T> {
        toml::from_str(&self.text).map_err(|error| {
            let line = error.span().and_then(|span| self.text.get(..span.start));
            let line = line.map_or(1, |before| before.matches('\n').count().saturating_add(1));
            let (setting, path) = (self.setting, self.path.display());
            anyhow::anyhow!("{setting}: {path}, line {line}: {}", error.message())
        })
    }
}

fn read(args: &DataArgs) -> anyhow::Result<Option<TomlText>> {
    let Some(path) = &args.config else { return Ok(None) };
    let text = TomlText::read("config", path)?;
    let table: toml::Table = text.parse()?;
    let command = ServeArgs::augment_args(clap::Command::new("serve"));
    let known: Vec<_> = command
        .get_arguments()
        .map(|argument| argument.get_id().as_str())
        .filter(|name| !NOT_IN_FILE.contains(name))
        .collect();
    for name in table.keys() {
        ensure!(
            known.contains(&name.as_str()),
            "config: {}: unknown setting {name}; the known ones are {}",
            path.display(),
            known.join(", ")
        );
    }
    Ok(Some(text))
}
