//! Arguments of commands that send mail.

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;

/// Settings of outgoing mail.
#[derive(Debug, Args, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MailArgs {
    /// Mail server for messages to users, such as smtps://user:password@mail.example.com; rather set
    /// the password in EARSHOT_SMTP_PASSWORD or a file
    #[arg(long, env = "EARSHOT_SMTP", value_name = "URL", hide_env_values = true)]
    pub smtp: Option<String>,
    /// File with the password of the mail server
    #[arg(long, env = "EARSHOT_SMTP_PASSWORD_FILE", value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// File with certificates (PEM) that the mail server's may be signed by, in addition to the
    /// public authorities
    #[arg(long, env = "EARSHOT_SMTP_CERTIFICATE", value_name = "FILE")]
    pub smtp_certificate: Option<PathBuf>,
    /// Sender of messages to users, such as "Earshot <reports@example.com>"
    #[arg(long, env = "EARSHOT_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
}
