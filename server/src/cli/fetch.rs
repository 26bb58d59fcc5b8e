//! Arguments of `earshot fetch`.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use earshot_domain::{ClockFormat, DateOrder};
use jiff::SignedDuration;

use super::DataArgs;

/// Flags of `earshot fetch`; the client secret is in a file or in EARSHOT_FETCH_SECRET.
#[derive(Args)]
pub struct FetchArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// URL of the PBX, such as https://pbx.example:8088
    #[arg(long, value_name = "URL")]
    pub from: String,
    /// Client id at the PBX
    #[arg(long, value_name = "ID")]
    pub client_id: String,
    /// File with the client secret [default: EARSHOT_FETCH_SECRET]
    #[arg(long, value_name = "FILE")]
    pub client_secret_file: Option<PathBuf>,
    /// Certificates in PEM to trust instead of the system's: the PBX's own, or its issuer's
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// Fetch over plain http from other machines (secret and calls are then sent unencrypted)
    #[arg(long)]
    pub allow_plain_http: bool,
    /// Tenant's slug
    #[arg(long)]
    pub tenant: String,
    /// Project's slug
    #[arg(long)]
    pub project: String,
    /// Time zone of the PBX's clock, such as Asia/Shanghai [default: the tenant's time zone]
    #[arg(long, value_name = "AREA/CITY")]
    pub time_zone: Option<String>,
    /// Order of dates as the PBX displays them [default: the tenant's setting]
    #[arg(long, value_name = "ymd|mdy|dmy")]
    pub date_order: Option<DateOrder>,
    /// 12-hour or 24-hour clock of the PBX's display [default: the tenant's setting]
    #[arg(long, value_name = "12|24")]
    pub clock_face: Option<ClockFormat>,
    /// Days before now that the first round covers
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub days: u32,
    /// Repeat with this pause after each round, such as 15m; without it, fetch once
    #[arg(long, value_name = "DURATION", value_parser = pause)]
    pub every: Option<Duration>,
}

/// Parses the pause between rounds, of at least a second.
fn pause(text: &str) -> Result<Duration, String> {
    text.parse::<SignedDuration>()
        .ok()
        .filter(|pause| *pause >= SignedDuration::from_secs(1))
        .and_then(|pause| Duration::try_from(pause).ok())
        .ok_or_else(|| "must be a time such as 15m or 1h".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_a_second_or_more() {
        assert_eq!(pause("15m"), Ok(Duration::from_mins(15)));
        assert_eq!(pause("1h 30m"), Ok(Duration::from_mins(90)));
        for wrong in ["", "15", "0s", "100ms", "-1m", "soon"] {
            assert!(pause(wrong).is_err(), "{wrong}");
        }
    }
}
