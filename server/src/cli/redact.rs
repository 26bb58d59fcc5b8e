//! Arguments of `earshot redact`.

use clap::{ArgGroup, Args};

use super::DataArgs;

/// Flags of `earshot redact`.
#[derive(Args)]
#[command(group(ArgGroup::new("what").args(["stdin", "again"]).required(true)))]
pub struct RedactArgs {
    /// Redact conversations of standard input: one JSON object a line, with a list "turns" of texts.
    /// Each is answered with the redacted "turns" and their "spans", whose start and end count Unicode
    /// characters of the input
    #[arg(long)]
    pub stdin: bool,
    /// Bring stored texts up to the current rules, as the background job does; it can be stopped and
    /// started again
    #[arg(long)]
    pub again: bool,
    #[command(flatten)]
    pub data: DataArgs,
}
