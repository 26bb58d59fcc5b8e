//! Settings from flags, `EARSHOT_*` variables and a TOML file, checked before anything starts.

mod key_file;
mod receivers_file;
mod recordings_location;

use std::{ffi::OsString, net::SocketAddr, path::PathBuf};

use anyhow::{Context, anyhow, bail, ensure};
use earshot_backend::{Backend, Clock, Db, Limits, MasterKey, PdfFonts, Rate, Receivers};
use serde::Deserialize;

use self::{
    key_file::write_new_key, receivers_file::read_receivers, recordings_location::RecordingsPlace,
};
use crate::{
    cli::{DataArgs, ServeArgs},
    explain::explain,
};

/// The settings a TOML file can hold; unknown keys are refused.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    data: Option<PathBuf>,
    database: Option<String>,
    master_key_file: Option<PathBuf>,
    recordings: Option<String>,
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    trusted_proxy: Option<bool>,
    allow_plain_http: Option<bool>,
    export_limit: Option<u64>,
    exports_per_10_minutes: Option<u32>,
    transcripts_per_10_minutes: Option<u32>,
    #[serde(default)]
    pdf_fonts: Vec<PathBuf>,
    internal_token: Option<String>,
    receivers: Option<PathBuf>,
    webhook_allow_private: Option<bool>,
    demo: Option<bool>,
}

/// Where the data is, decided.
#[derive(Debug)]
pub(crate) struct DataConfig {
    data: PathBuf,
    database: Option<String>,
    master_key_file: Option<PathBuf>,
    recordings: RecordingsPlace,
}

/// How to serve, decided.
#[derive(Debug)]
pub(crate) struct ServeConfig {
    pub(crate) data: DataConfig,
    pub(crate) listen: SocketAddr,
    pub(crate) public_url: Option<String>,
    pub(crate) trusted_proxy: bool,
    pub(crate) limits: Limits,
    pub(crate) pdf_font_files: Vec<PathBuf>,
    pub(crate) internal_token: Option<String>,
    pub(crate) receivers_file: Option<PathBuf>,
    pub(crate) webhook_allow_private: bool,
    pub(crate) demo: bool,
}

/// The process's environment.
pub(crate) struct Environment;

impl Environment {
    /// Variables that are read; any other `EARSHOT_*` is a typing mistake.
    const KNOWN: [&'static str; 18] = [
        "EARSHOT_DATA",
        "EARSHOT_DATABASE",
        "EARSHOT_MASTER_KEY_FILE",
        "EARSHOT_RECORDINGS",
        "EARSHOT_CONFIG",
        "EARSHOT_LISTEN",
        "EARSHOT_PUBLIC_URL",
        "EARSHOT_TRUSTED_PROXY",
        "EARSHOT_ALLOW_PLAIN_HTTP",
        "EARSHOT_EXPORT_LIMIT",
        "EARSHOT_EXPORTS_PER_10_MINUTES",
        "EARSHOT_TRANSCRIPTS_PER_10_MINUTES",
        "EARSHOT_PDF_FONT",
        "EARSHOT_RECEIVERS",
        "EARSHOT_WEBHOOK_ALLOW_PRIVATE",
        "EARSHOT_DEMO",
        "EARSHOT_FETCH_SECRET",
        "EARSHOT_LOG",
    ];

    /// Refuses variables nobody reads; `EARSHOT_TEST_*` are the test suite's own.
    pub(crate) fn check(
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> anyhow::Result<()> {
        for (name, _) in variables {
            let name = name.to_string_lossy();
            ensure!(
                !name.starts_with("EARSHOT_")
                    || name.starts_with("EARSHOT_TEST_")
                    || Self::KNOWN.contains(&name.as_ref()),
                "{name}: unknown setting; the known ones are {}",
                Self::KNOWN.join(", ")
            );
        }
        Ok(())
    }
}

fn read_file(args: &DataArgs) -> anyhow::Result<ConfigFile> {
    let Some(path) = &args.config else { return Ok(ConfigFile::default()) };
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("config: cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("config: {}", path.display()))
}

impl DataConfig {
    /// Decides from flags, variables and file.
    pub(crate) fn new(args: DataArgs) -> anyhow::Result<Self> {
        let file = read_file(&args)?;
        Self::from_parts(args, &file)
    }

    fn from_parts(args: DataArgs, file: &ConfigFile) -> anyhow::Result<Self> {
        let database = args.database.or_else(|| file.database.clone());
        if let Some(url) = &database {
            ensure!(
                url.starts_with("postgres://") || url.starts_with("postgresql://"),
                "database: must be a postgres:// URL, or left out for SQLite in the data folder"
            );
        }
        let data = args.data.or_else(|| file.data.clone()).unwrap_or_else(|| PathBuf::from("data"));
        let bucket = args.gcs_bucket.map(|bucket| format!("gs://{bucket}"));
        let recordings = match args.recordings.or(bucket).or_else(|| file.recordings.clone()) {
            Some(place) => RecordingsPlace::parse(&place)?,
            None => RecordingsPlace::Folder(data.join("recordings")),
        };
        Ok(Self {
            data,
            database,
            master_key_file: args.master_key_file.or_else(|| file.master_key_file.clone()),
            recordings,
        })
    }

    /// Opens the portal's data, making the folder, the key and the database where they are missing.
    pub(crate) async fn open(&self, limits: Limits) -> anyhow::Result<Backend> {
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("data: cannot make {}", self.data.display()))?;
        let key = self.master_key()?;
        let db = match &self.database {
            Some(url) => Db::open_postgres(url).await.map_err(explain).context("database")?,
            None => Db::open_sqlite(&self.data.join("earshot.db"))
                .await
                .map_err(explain)
                .with_context(|| format!("data: cannot open {}", self.data.display()))?,
        };
        let media = self.recordings.open()?;
        Backend::open(db, Clock::System, key, limits, media).await.map_err(explain)
    }

    /// Opens the portal's data, once the store of the recordings was seen to work.
    pub(crate) async fn open_with_recordings(&self, limits: Limits) -> anyhow::Result<Backend> {
        self.recordings.open()?.check().await.map_err(explain)?;
        self.open(limits).await
    }

    fn master_key(&self) -> anyhow::Result<MasterKey> {
        let file = self.master_key_file.clone().unwrap_or_else(|| self.data.join("master.key"));
        if !file.exists() && self.master_key_file.is_none() {
            write_new_key(&file)
                .with_context(|| format!("master_key_file: cannot write {}", file.display()))?;
        }
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("master_key_file: cannot read {}", file.display()))?;
        let mut key = [0; 32];
        hex::decode_to_slice(text.trim(), &mut key).map_err(|_| {
            anyhow!("master_key_file: {} must hold 64 hexadecimal digits", file.display())
        })?;
        Ok(MasterKey::new(key))
    }
}

impl ServeConfig {
    /// Decides from flags, variables and file, and refuses what is unsafe.
    pub(crate) fn new(args: ServeArgs) -> anyhow::Result<Self> {
        let file = read_file(&args.data)?;
        let data = DataConfig::from_parts(args.data, &file)?;
        let listen = args.listen.or(file.listen).unwrap_or(([127, 0, 0, 1], 8080).into());
        let public_url = args.public_url.or(file.public_url);
        let demo = args.demo || file.demo.unwrap_or(false);
        let plain = args.allow_plain_http || file.allow_plain_http.unwrap_or(false);
        if let Some(url) = &public_url {
            let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            let bare = host.is_some_and(|host| {
                !host.is_empty() && !host.trim_end_matches('/').contains(['/', '?', '#', ' '])
            });
            ensure!(bare, "public_url: must be http:// or https:// and a host, without a path");
        }
        if demo && !listen.ip().is_loopback() {
            bail!("demo: its passwords are public, so listen must be a loopback address");
        }
        let https = public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
        if !listen.ip().is_loopback() && !https && !plain {
            bail!(
                "listen: {listen} is reached from outside over plain http. Put a proxy with https \
                 in front and set public_url, or set allow_plain_http"
            );
        }
        let mut limits = Limits::default();
        if let Some(most) = args.export_limit.or(file.export_limit) {
            ensure!(most > 0, "export_limit: must be at least 1");
            limits.export_calls = most;
        }
        if let Some(events) = args.exports_per_10_minutes.or(file.exports_per_10_minutes) {
            ensure!(events > 0, "exports_per_10_minutes: must be at least 1");
            limits.export_rate = Rate { events, seconds: 600 };
        }
        if let Some(events) = args.transcripts_per_10_minutes.or(file.transcripts_per_10_minutes) {
            ensure!(events > 0, "transcripts_per_10_minutes: must be at least 1");
            limits.transcript_rate = Rate { events, seconds: 600 };
        }
        let internal_token = args.internal_token.or(file.internal_token);
        if let Some(token) = &internal_token {
            ensure!(token.len() >= 16, "internal_token: must have at least 16 characters");
        }
        Ok(Self {
            data,
            listen,
            public_url,
            internal_token,
            receivers_file: args.receivers.or(file.receivers),
            trusted_proxy: args.trusted_proxy || file.trusted_proxy.unwrap_or(false),
            limits,
            pdf_font_files: if args.pdf_font.is_empty() { file.pdf_fonts } else { args.pdf_font },
            webhook_allow_private: args.webhook_allow_private
                || file.webhook_allow_private.unwrap_or(false),
            demo,
        })
    }

    /// Where phone systems report their calls.
    pub(crate) fn receivers(&self) -> anyhow::Result<Receivers> {
        self.receivers_file.as_deref().map_or_else(|| Ok(Receivers::default()), read_receivers)
    }

    /// What PDFs are set in; a file that is no font is refused.
    pub(crate) fn pdf_fonts(&self) -> anyhow::Result<PdfFonts> {
        PdfFonts::with_files(&self.pdf_font_files).map_err(explain)
    }
}

#[cfg(test)]
mod tests;
