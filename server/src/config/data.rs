//! Location of the portal's data: database, master key and recordings.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, bail, ensure};
use earshot_backend::{Backend, Clock, DatabaseSettings, Db, Limits, redaction::Names};

use super::{
    file::complete_data,
    key_file::KeyFile,
    location::Location,
    private_folder::{private_file, private_folder},
};
use crate::{cli::DataArgs, explain::explain};

/// Refusal of a database without what its installation had.
const LOST_DATABASE: &str = "database: it is missing or empty, but the master key and recordings of an \
     earlier one are there. Restore the database from a backup; to begin anew, move the recordings \
     away, or name another folder with --recordings";

/// Validated location of the data.
#[derive(Debug)]
pub(crate) struct DataConfig {
    data: PathBuf,
    database: Option<String>,
    database_settings: DatabaseSettings,
    master_key_file: Option<PathBuf>,
    recordings: Location,
    exports: Location,
    audit_heads: Option<Location>,
    names: Names,
}

impl DataConfig {
    /// Combines flags, variables and file.
    pub(crate) fn new(args: DataArgs) -> anyhow::Result<Self> {
        Self::validate(complete_data(args)?)
    }

    /// Validates settings that the file has completed.
    pub(super) fn validate(args: DataArgs) -> anyhow::Result<Self> {
        if let Some(url) = &args.database {
            ensure!(
                url.starts_with("postgres://") || url.starts_with("postgresql://"),
                "database: must be a postgres:// URL; without it, SQLite in the data folder is used"
            );
        }
        let database_settings = database_settings(&args)?;
        let names = names(args.names.as_deref())?;
        let data = args.data.unwrap_or_else(|| PathBuf::from("data"));
        let bucket = args.gcs_bucket.map(|bucket| format!("gs://{bucket}"));
        let recordings = match args.recordings.or(bucket) {
            Some(location) => Location::parse("recordings", &location)?,
            None => Location::folder("recordings", data.join("recordings")),
        };
        let exports = match args.exports {
            Some(location) => Location::parse("exports", &location)?,
            None => Location::folder("exports", data.join("exports")),
        };
        let audit_heads = args.audit_heads.as_deref();
        let audit_heads =
            audit_heads.map(|location| Location::parse("audit_heads", location)).transpose()?;
        let (database, master_key_file) = (args.database, args.master_key_file);
        Ok(Self {
            data,
            database,
            database_settings,
            master_key_file,
            recordings,
            exports,
            audit_heads,
            names,
        })
    }

    /// Opens the data for a command; creates the folder, the key and the database where they are
    /// missing.
    pub(crate) async fn open(&self, limits: Limits) -> anyhow::Result<Backend> {
        self.open_database(limits, self.database_settings.for_commands()).await
    }

    /// Opens the data for a command after a test of the recordings' store.
    pub(crate) async fn open_with_recordings(&self, limits: Limits) -> anyhow::Result<Backend> {
        self.recordings.recordings()?.check().await.map_err(explain)?;
        self.open(limits).await
    }

    /// Opens the data for serving or working, after a test of the stores of recordings and exports.
    pub(crate) async fn open_with_files(
        &self,
        limits: Limits,
        export_workers: usize,
    ) -> anyhow::Result<Backend> {
        let exports = self.exports.exports()?;
        exports.check().await.map_err(explain)?;
        self.recordings.recordings()?.check().await.map_err(explain)?;
        let backend = self.open_database(limits, self.database_settings).await?;
        let backend = backend.with_exports(exports, export_workers);
        Ok(match &self.audit_heads {
            Some(location) => backend.with_audit_heads(location.audit_heads()?),
            None => backend,
        })
    }

    async fn open_database(
        &self,
        limits: Limits,
        settings: DatabaseSettings,
    ) -> anyhow::Result<Backend> {
        self.names.set_for_process();
        private_folder("data", &self.data)?;
        let key_file = KeyFile::find(self.master_key_file.as_deref(), &self.data);
        let had_key = key_file.exists();
        // A key that cannot be read is said before a database is made.
        if had_key {
            key_file.read()?;
        }
        let must_be_used = had_key && self.recordings.holds_recordings();
        let file = self.data.join("earshot.db");
        // Before an empty database takes the place of the missing one.
        ensure!(self.database.is_some() || file.exists() || !must_be_used, LOST_DATABASE);
        let db = match &self.database {
            Some(url) => {
                Db::open_postgres(url, settings).await.map_err(explain).context("database")?
            }
            None => open_sqlite(&file, settings).await?,
        };
        let is_used = db.has_master_key().await.map_err(explain)?;
        if !is_used && must_be_used {
            db.close().await;
            bail!(LOST_DATABASE);
        }
        // Another process that starts at the same time writes the key before it uses the database.
        let key = if key_file.exists() {
            key_file.read()?
        } else {
            ensure!(
                !is_used,
                "master_key_file: {} is missing, and this database was used with a master key. \
                 Restore the file from a backup: nothing can be read without it. No new one was \
                 written",
                key_file.path().display()
            );
            key_file.create()?
        };
        let media = self.recordings.recordings()?;
        Backend::open(db, Clock::System, key, limits, media).await.map_err(explain)
    }
}

async fn open_sqlite(file: &Path, settings: DatabaseSettings) -> anyhow::Result<Db> {
    private_file(file)?;
    let opened = Db::open_sqlite(file, settings).await.map_err(explain);
    opened.with_context(|| format!("data: cannot open {}", file.display()))
}

/// How eagerly names of persons are redacted.
pub(crate) fn names(text: Option<&str>) -> anyhow::Result<Names> {
    let known = text.map(|text| text.parse::<Names>().map_err(anyhow::Error::msg));
    Ok(known.transpose().context("names")?.unwrap_or_default())
}

fn database_settings(args: &DataArgs) -> anyhow::Result<DatabaseSettings> {
    let defaults = DatabaseSettings::default();
    let connections = args.database_connections.unwrap_or(defaults.connections);
    ensure!(
        connections >= DatabaseSettings::MIN_CONNECTIONS,
        "database_connections: must be at least {}",
        DatabaseSettings::MIN_CONNECTIONS
    );
    let seconds = args.database_statement_seconds;
    ensure!(seconds != Some(0), "database_statement_seconds: must be at least 1");
    let statement_timeout =
        seconds.map_or(defaults.statement_timeout, |seconds| Duration::from_secs(seconds.into()));
    Ok(DatabaseSettings { connections, statement_timeout })
}
