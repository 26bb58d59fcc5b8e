//! Arguments for the location of the data.

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;

/// Location of the data, for every command that uses it.
#[derive(Debug, Args, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DataArgs {
    /// Folder of the database and the master key [default: data]
    #[arg(long, env = "EARSHOT_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Use this PostgreSQL server instead of SQLite in the data folder
    #[arg(long, env = "EARSHOT_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Most connections of this process to PostgreSQL, at least 3 [default: 16]
    #[arg(long, env = "EARSHOT_DATABASE_CONNECTIONS", value_name = "COUNT")]
    pub database_connections: Option<u32>,
    /// Seconds that one statement of a request may take; in PostgreSQL half of it waiting for a lock
    /// or a connection [default: 5]
    #[arg(long, env = "EARSHOT_DATABASE_STATEMENT_SECONDS", value_name = "SECONDS")]
    pub database_statement_seconds: Option<u32>,
    /// File with the 32-byte master key in hexadecimal [default: master.key in the data folder]
    #[arg(long, env = "EARSHOT_MASTER_KEY_FILE", value_name = "FILE")]
    pub master_key_file: Option<PathBuf>,
    /// Location of recordings: a folder, file:///…, s3://bucket/prefix or gs://bucket/prefix, with
    /// AWS_* or GOOGLE_* variables [default: recordings in the data folder]
    #[arg(long, env = "EARSHOT_RECORDINGS", value_name = "DIR|URL")]
    pub recordings: Option<String>,
    /// Bucket of the recordings, the same as --recordings gs://BUCKET
    #[arg(long, env = "GCS_BUCKET", value_name = "BUCKET", conflicts_with = "recordings")]
    #[serde(skip)]
    pub gcs_bucket: Option<String>,
    /// Location of exported files: a folder, file:///…, s3://bucket/prefix or gs://bucket/prefix
    /// [default: exports in the data folder]
    #[arg(long, env = "EARSHOT_EXPORTS", value_name = "DIR|URL")]
    pub exports: Option<String>,
    /// Location where signed heads of the audit logs are kept, twice a day, beside the database: a
    /// folder, file:///…, s3://bucket/prefix or gs://bucket/prefix
    #[arg(long, env = "EARSHOT_AUDIT_HEADS", value_name = "DIR|URL")]
    pub audit_heads: Option<String>,
    /// How eagerly names of persons are redacted: balanced, careful or off [default: balanced]
    #[arg(long, env = "EARSHOT_NAMES", value_name = "SETTING")]
    pub names: Option<String>,
    /// TOML file with settings; flags and EARSHOT_* variables take precedence
    #[arg(long, env = "EARSHOT_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
}
