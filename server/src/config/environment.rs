//! The `EARSHOT_*` variables that are known.

use std::{collections::BTreeSet, ffi::OsString};

use anyhow::ensure;
use clap::{Command, CommandFactory};

use crate::cli::Cli;

/// Variable of the secret of a PBX client. There is no flag for it: all users of
/// a machine can read command lines.
pub(crate) const FETCH_SECRET: &str = "EARSHOT_FETCH_SECRET";
/// Variable of the mail server's password, for the same reason without a flag.
pub(crate) const SMTP_PASSWORD: &str = "EARSHOT_SMTP_PASSWORD";
/// Variable of the log's levels.
pub(crate) const LOG: &str = "EARSHOT_LOG";
/// Variables of the documentation's programs, which run beside the commands.
const OF_PROGRAMS: [&str; 7] = [
    "EARSHOT_CLIENT_ID",
    "EARSHOT_CLIENT_SECRET",
    "EARSHOT_CONVERSATION",
    "EARSHOT_DAY",
    "EARSHOT_FILE",
    "EARSHOT_KEY",
    "EARSHOT_URL",
];

/// Refuses unknown `EARSHOT_*` variables, which are typing mistakes; `EARSHOT_TEST_*` belong to the
/// test suite.
pub(crate) fn check_environment(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> anyhow::Result<()> {
    let mut known = BTreeSet::from([FETCH_SECRET, SMTP_PASSWORD, LOG].map(str::to_owned));
    add_variables(&Cli::command(), &mut known);
    for (name, _) in variables {
        let name = name.to_string_lossy();
        let is_ours = name.starts_with("EARSHOT_")
            && !name.starts_with("EARSHOT_TEST_")
            && !OF_PROGRAMS.contains(&name.as_ref());
        ensure!(
            !is_ours || known.contains(name.as_ref()),
            "{name}: unknown setting; the known ones are {}",
            known.into_iter().collect::<Vec<_>>().join(", ")
        );
    }
    Ok(())
}

/// Adds the variables that stand for a command's flags, and for those of its subcommands.
fn add_variables(command: &Command, known: &mut BTreeSet<String>) {
    let variables = command.get_arguments().filter_map(|argument| argument.get_env());
    known.extend(variables.map(|name| name.to_string_lossy().into_owned()));
    for subcommand in command.get_subcommands() {
        add_variables(subcommand, known);
    }
}
