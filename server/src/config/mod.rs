//! Configuration from flags, variables and a TOML file, validated before anything starts.

mod call_log_file;
mod data;
mod environment;
mod file;
mod key_file;
mod location;
mod mail;
mod private_folder;
mod receivers_file;
mod serve;

pub(crate) use call_log_file::read_call_log;
pub(crate) use data::{DataConfig, names};
pub(crate) use environment::{FETCH_SECRET, LOG, SMTP_PASSWORD, check_environment};
pub(crate) use mail::mailer;
pub(crate) use private_folder::close_new_files;
pub(crate) use serve::ServeConfig;

#[cfg(test)]
mod tests;
