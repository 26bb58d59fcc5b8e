//! Configuration of outgoing mail.

use std::{fs, path::Path};

use anyhow::{Context, ensure};
use earshot_backend::{MailSender, MailServer, Mailer};

use super::environment::SMTP_PASSWORD;
use crate::{base_url::BaseUrl, cli::MailArgs, explain::explain};

/// Creates the mailer; `None` when no mail server is set. `password` is that of the environment.
pub(crate) fn mailer(
    args: &MailArgs,
    public_url: Option<&BaseUrl>,
    password: Option<String>,
) -> anyhow::Result<Option<Mailer>> {
    let Some(url) = &args.smtp else {
        for (setting, set) in [
            ("smtp_password_file", args.smtp_password_file.is_some()),
            ("smtp_certificate", args.smtp_certificate.is_some()),
            ("mail_from", args.mail_from.is_some()),
        ] {
            ensure!(!set, "{setting}: has no use without smtp");
        }
        return Ok(None);
    };
    let mut server = MailServer::parse(url, password_of(args, password)?).context("smtp")?;
    if let Some(file) = &args.smtp_certificate {
        let pem = fs::read(file)
            .with_context(|| format!("smtp_certificate: cannot read {}", file.display()))?;
        server = server.with_certificates(&pem).context("smtp_certificate")?;
    }
    let from = args.mail_from.as_deref().context("mail_from: must be set with smtp")?;
    let from = MailSender::parse(from).context("mail_from")?;
    ensure!(public_url.is_some(), "public_url: must be set with smtp, for the links in mail");
    Mailer::new(&server, from).map_err(explain).context("smtp").map(Some)
}

/// The password that was set apart from the URL, in a file or in the environment.
fn password_of(args: &MailArgs, password: Option<String>) -> anyhow::Result<Option<String>> {
    let Some(file) = &args.smtp_password_file else { return Ok(password) };
    ensure!(
        password.is_none(),
        "smtp_password_file: must not be set, because {SMTP_PASSWORD} is set too"
    );
    read_password(file).map(Some)
}

fn read_password(file: &Path) -> anyhow::Result<String> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("smtp_password_file: cannot read {}", file.display()))?;
    let password = text.trim_end_matches(['\r', '\n']);
    ensure!(!password.is_empty(), "smtp_password_file: {} is empty", file.display());
    Ok(password.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args() -> MailArgs {
        MailArgs {
            smtp: Some("smtps://user@mail.example".to_owned()),
            mail_from: Some("Earshot <reports@example.com>".to_owned()),
            ..MailArgs::default()
        }
    }

    fn refusal(args: &MailArgs, password: Option<&str>) -> String {
        let url = BaseUrl::parse("https://calls.example").unwrap();
        let refused = mailer(args, Some(&url), password.map(str::to_owned)).err().unwrap();
        format!("{refused:#}")
    }

    #[test]
    fn wrong_settings_are_refused_by_name() {
        let set = |change: fn(&mut MailArgs)| {
            let mut args = args();
            change(&mut args);
            args
        };
        let missing = Some("/nonexistent".into());
        for (args, password, start) in [
            (set(|args| args.smtp = Some("mail.example".to_owned())), Some("p"), "smtp: must be"),
            (args(), None, "smtp: must have a password"),
            (set(|args| args.mail_from = None), Some("p"), "mail_from: must be set"),
            (set(|args| args.mail_from = Some("a".to_owned())), Some("p"), "mail_from: must be an"),
            (set(|args| args.smtp = None), None, "mail_from: has no use without smtp"),
            (
                MailArgs { smtp_password_file: missing.clone(), ..args() },
                None,
                "smtp_password_file: cannot read /nonexistent",
            ),
            (
                MailArgs { smtp_password_file: missing.clone(), ..args() },
                Some("p"),
                "smtp_password_file: must not be set, because EARSHOT_SMTP_PASSWORD",
            ),
            (
                MailArgs { smtp_certificate: missing, ..args() },
                Some("p"),
                "smtp_certificate: cannot read /nonexistent",
            ),
        ] {
            let refused = refusal(&args, password);
            assert!(refused.starts_with(start), "{refused}");
        }
        let refused = mailer(&args(), None, Some("p".to_owned())).err().unwrap().to_string();
        assert!(refused.starts_with("public_url: must be set with smtp"), "{refused}");
    }

    #[test]
    fn a_password_is_read_from_a_file_without_the_end_of_its_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let args = MailArgs { smtp_password_file: Some(file.path().to_owned()), ..args() };
        for (text, password) in [("s3cret \n", "s3cret "), ("a\r\n", "a"), ("b", "b")] {
            fs::write(file.path(), text).unwrap();
            assert_eq!(password_of(&args, None).unwrap().unwrap(), password);
        }
        fs::write(file.path(), "\n").unwrap();
        assert!(refusal(&args, None).ends_with("is empty"));
    }
}
