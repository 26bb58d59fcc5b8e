//! Templates of messages: subject, plain text and HTML from the same facts.

use earshot_domain::{ExportFormat, ExportId, escape_html, format_number};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{Error, access::local_time};

/// Longest name or reason in a message, in characters.
const MAX_CHARACTERS: usize = 300;

/// Content of a message. It is stored unencrypted, so it holds no secrets and no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "template", rename_all = "snake_case")]
pub enum MailTemplate {
    /// A background export was written completely.
    ExportCompleted {
        /// The export.
        export_id: ExportId,
        /// Format of its files.
        format: ExportFormat,
        /// Calls written.
        written: u64,
        /// Calls that matched and were left out.
        omitted: u64,
        /// When its files are deleted, in milliseconds since 1970.
        expires_at: i64,
    },
    /// A background export failed.
    ExportFailed {
        /// The export.
        export_id: ExportId,
        /// Reason, as its page shows it.
        reason: String,
    },
}

/// Where and for whom a message is rendered.
pub(super) struct Setting<'a> {
    /// Name of the recipient's tenant.
    pub(super) tenant: &'a str,
    /// Time zone of the tenant.
    pub(super) zone: &'a TimeZone,
    /// Its IANA name.
    pub(super) zone_name: &'a str,
    /// URL of the portal, without a slash at its end.
    pub(super) portal: &'a str,
}

/// A rendered message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rendered {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

/// The facts of a message in reading order.
struct Facts {
    subject: String,
    opening: String,
    /// Labels and values.
    list: Vec<(&'static str, String)>,
    link: String,
    closing: &'static str,
}

impl MailTemplate {
    /// Name that two messages about the same event share, by which the second is not sent.
    pub(super) fn key(&self) -> String {
        match self {
            Self::ExportCompleted { export_id, .. } => format!("export_completed:{export_id}"),
            Self::ExportFailed { export_id, .. } => format!("export_failed:{export_id}"),
        }
    }

    /// Renders the message.
    pub(super) fn render(&self, setting: &Setting<'_>) -> Result<Rendered, Error> {
        let facts = self.facts(setting)?;
        Ok(Rendered { text: facts.text(), html: facts.html(), subject: facts.subject })
    }

    fn facts(&self, setting: &Setting<'_>) -> Result<Facts, Error> {
        let tenant = one_line(setting.tenant);
        let link = |id: &ExportId| format!("{}/exports/{id}", setting.portal);
        Ok(match self {
            Self::ExportCompleted { export_id, format, written, omitted, expires_at } => Facts {
                subject: format!("{tenant}: your export is ready"),
                opening: format!("Your export from {tenant} is ready."),
                list: vec![
                    ("Format", format.label().to_owned()),
                    ("Calls written", format_number(*written)),
                    ("Calls left out", format_number(*omitted)),
                    ("Available until", until(*expires_at, setting)?),
                ],
                link: link(export_id),
                closing: "Sign in to download the files. Earshot sent this message because you \
                          started the export.",
            },
            Self::ExportFailed { export_id, reason } => Facts {
                subject: format!("{tenant}: your export failed"),
                opening: format!("Your export from {tenant} failed, and no files were kept."),
                list: vec![("Reason", one_line(reason))],
                link: link(export_id),
                closing: "Sign in to see the export and start it again. Earshot sent this message \
                          because you started the export.",
            },
        })
    }
}

impl Facts {
    fn text(&self) -> String {
        let list = self.list.iter().map(|(label, value)| format!("{label}: {value}"));
        let list = list.collect::<Vec<_>>().join("\n");
        format!("{}\n\n{list}\n\n{}\n\n{}\n", self.opening, self.link, self.closing)
    }

    fn html(&self) -> String {
        let row = |(label, value): &(&str, String)| {
            format!("<tr><th align=\"left\">{label}</th><td>{}</td></tr>\n", escape_html(value))
        };
        let rows: String = self.list.iter().map(row).collect();
        let link = escape_html(&self.link);
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n\
             <body>\n<p>{}</p>\n<table>\n{rows}</table>\n<p><a href=\"{link}\">{link}</a></p>\n\
             <p>{}</p>\n</body>\n</html>\n",
            escape_html(&self.subject),
            escape_html(&self.opening),
            self.closing,
        )
    }
}

/// Formats a time with its zone, because a mail is read anywhere.
fn until(milliseconds: i64, setting: &Setting<'_>) -> Result<String, Error> {
    let time = local_time(milliseconds, setting.zone)?;
    Ok(format!("{}, {} (UTC{}, {})", time.day, time.time, time.offset, setting.zone_name))
}

/// Joins text in one line without control characters and cuts it, so that it cannot add lines to a
/// header or a message.
pub(super) fn one_line(text: &str) -> String {
    let blank = |letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
    };
    let words: Vec<&str> = text.split(blank).filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    match line.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &MailTemplate, tenant: &str) -> Rendered {
        let zone = TimeZone::get("Europe/London").unwrap();
        let setting = Setting {
            tenant,
            zone: &zone,
            zone_name: "Europe/London",
            portal: "https://calls.example",
        };
        template.render(&setting).unwrap()
    }

    fn export_id() -> ExportId {
        "6a0f6f0e-3f3c-4c39-9c0b-2b3b6c1f7d10".parse().unwrap()
    }

    #[test]
    fn a_completed_export_is_described_in_the_tenants_zone() {
        let template = MailTemplate::ExportCompleted {
            export_id: export_id(),
            format: ExportFormat::Xlsx,
            written: 179_998,
            omitted: 2,
            // 22 June 2026, 12:00 UTC.
            expires_at: 1_782_129_600_000,
        };
        let message = rendered(&template, "Harbour Clinic");
        assert_eq!(message.subject, "Harbour Clinic: your export is ready");
        assert_eq!(
            message.text,
            "Your export from Harbour Clinic is ready.\n\nFormat: Excel (XLSX)\n\
             Calls written: 179,998\nCalls left out: 2\n\
             Available until: Mon 22 Jun 2026, 13:00 (UTC+01:00, Europe/London)\n\n\
             https://calls.example/exports/6a0f6f0e-3f3c-4c39-9c0b-2b3b6c1f7d10\n\n\
             Sign in to download the files. Earshot sent this message because you started the \
             export.\n"
        );
        let href =
            "<a href=\"https://calls.example/exports/6a0f6f0e-3f3c-4c39-9c0b-2b3b6c1f7d10\">";
        assert!(message.html.contains(href), "{}", message.html);
        assert!(message.html.contains("<td>179,998</td>"), "{}", message.html);
    }

    #[test]
    fn names_and_reasons_stay_text_on_one_line() {
        let reason = "<script>alert(1)</script>\r\nBcc: x@y.example".to_owned();
        let template = MailTemplate::ExportFailed { export_id: export_id(), reason };
        let message = rendered(&template, "A & <b>\r\nBcc: evil@x.example\u{2028}C\0D");
        assert_eq!(message.subject, "A & <b> Bcc: evil@x.example C D: your export failed");
        let reason = "Reason: <script>alert(1)</script> Bcc: x@y.example\n";
        assert!(message.text.contains(reason), "{}", message.text);
        assert!(!message.html.contains("<script>") && !message.html.contains("<b>"));
        assert!(message.html.contains("A &amp; &lt;b&gt; Bcc: evil@x.example C D"));
        let long = one_line(&"é".repeat(301));
        assert_eq!(long.chars().count(), 301);
        assert!(long.ends_with("é…"));
    }
}
