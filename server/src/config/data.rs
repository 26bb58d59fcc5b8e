//! Location of the portal's data: database, master key and recordings.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use earshot_backend::{Backend, Clock, Db, Limits};

use super::{
    file::complete_data,
    key_file::master_key,
    location::Location,
    private_folder::{private_file, private_folder},
};
use crate::{cli::DataArgs, explain::explain};

/// Validated location of the data.
#[derive(Debug)]
pub(crate) struct DataConfig {
    data: PathBuf,
    database: Option<String>,
    master_key_file: Option<PathBuf>,
    recordings: Location,
    exports: Location,
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
        let (database, master_key_file) = (args.database, args.master_key_file);
        Ok(Self { data, database, master_key_file, recordings, exports })
    }

    /// Opens the data; creates the folder, the key and the database where they are missing.
    pub(crate) async fn open(&self, limits: Limits) -> anyhow::Result<Backend> {
        private_folder("data", &self.data)?;
        let key = master_key(self.master_key_file.as_deref(), &self.data)?;
        let db = match &self.database {
            Some(url) => Db::open_postgres(url).await.map_err(explain).context("database")?,
            None => self
                .open_sqlite()
                .await
                .with_context(|| format!("data: cannot open {}", self.data.display()))?,
        };
        let media = self.recordings.recordings()?;
        Backend::open(db, Clock::System, key, limits, media).await.map_err(explain)
    }

    async fn open_sqlite(&self) -> anyhow::Result<Db> {
        let file = self.data.join("earshot.db");
        private_file(&file)?;
        Db::open_sqlite(&file).await.map_err(explain)
    }

    /// Opens the data after a test of the recordings' store.
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
        Ok(self.open_with_recordings(limits).await?.with_exports(exports, export_workers))
    }
}
