//! Arguments of `earshot import`.

use std::path::PathBuf;

use clap::Args;
use earshot_backend::{
    OnConflict,
    readers::{Format, TextEncoding},
};
use earshot_domain::{ClockFormat, DateOrder};

use super::DataArgs;

/// Flags of `earshot import`.
#[derive(Args)]
pub struct ImportArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Format of the files: pbx, talkifai, ndjson or csv (docs/import-formats.md)
    #[arg(long, value_name = "FORMAT")]
    pub format: Format,
    /// Tenant's slug
    #[arg(long)]
    pub tenant: String,
    /// Project's slug
    #[arg(long)]
    pub project: String,
    /// Time zone of times without one, such as Asia/Shanghai [default: the tenant's time zone]
    #[arg(long, value_name = "AREA/CITY")]
    pub time_zone: Option<String>,
    /// Order of dates in times without a zone [default: the tenant's setting]
    #[arg(long, value_name = "ymd|mdy|dmy")]
    pub date_order: Option<DateOrder>,
    /// 12-hour or 24-hour clock of times without a zone [default: the tenant's setting]
    #[arg(long, value_name = "12|24")]
    pub clock_face: Option<ClockFormat>,
    /// What to do where a record contradicts the stored call: keep what is stored, or replace it
    #[arg(long, value_name = "keep|replace", default_value = "keep")]
    pub on_conflict: OnConflict,
    /// Encoding of the files, such as windows-1252, iso-8859-15 or utf-16le [default: UTF-8]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<TextEncoding>,
    /// TOML file that maps the columns of a call log; those of known systems need none
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Files to import, plain or gzip; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}
