//! Mail to users, through a real SMTP server: what is sent, once, and how sending ends.

use earshot_backend::{Backend, MailSender, MailServer, MailTemplate, Mailer, NewMail};
use earshot_domain::{ExportFormat, ExportId};
use jiff::SignedDuration;

use crate::{
    harness::{Person, Site},
    smtp_server::{Answer, ServerTls, SmtpServer},
};

crate::on_both_databases!(
    a_message_is_sent_once_as_text_and_html,
    a_message_whose_change_is_rolled_back_is_not_sent,
    nothing_is_queued_without_a_mail_server,
    a_deferred_message_is_sent_later_with_the_same_id,
    a_refused_message_ends_with_its_reason,
    the_name_of_a_tenant_cannot_add_headers_or_markup,
    a_person_who_may_not_sign_in_gets_no_mail,
    a_message_that_waited_too_long_is_given_up,
);

pub const EXPORT: &str = "6a0f6f0e-3f3c-4c39-9c0b-2b3b6c1f7d10";

pub fn open(site: &Site, url: &str) -> Backend {
    with_server(site, &MailServer::parse(url, None).unwrap())
}

pub fn with_server(site: &Site, server: &MailServer) -> Backend {
    let sender = MailSender::parse("Earshot <reports@example.com>").unwrap();
    let mailer = Mailer::new(server, sender).unwrap();
    site.backend.clone().with_public_url("https://calls.example").with_mailer(mailer)
}

fn open_plain(site: &Site, server: &SmtpServer) -> Backend {
    open(site, &format!("smtp://127.0.0.1:{}", server.port))
}

pub fn completed() -> MailTemplate {
    MailTemplate::ExportCompleted {
        export_id: EXPORT.parse::<ExportId>().unwrap(),
        format: ExportFormat::Csv,
        written: 1_246,
        omitted: 2,
        // 22 June 2026, 12:00 UTC.
        expires_at: 1_782_129_600_000,
    }
}

/// Queues a message in a transaction of its own and returns whether it was queued.
pub async fn queue(backend: &Backend, site: &Site, who: &Person, template: MailTemplate) -> bool {
    let mail = NewMail::to(&who.viewer, template).unwrap();
    let mut tx = site.db.begin().await.unwrap();
    let queued = backend.mail().queue_in(&mut tx, &mail).await.unwrap();
    tx.commit().await.unwrap();
    queued
}

pub async fn run_due(backend: &Backend) {
    backend.worker().unwrap().run_due().await.unwrap();
}

pub async fn jobs(site: &Site, condition: &str) -> i64 {
    let count = format!("SELECT count(*) FROM jobs WHERE kind = 'mail' AND {condition}");
    site.numbers(&count).await[0]
}

async fn a_message_is_sent_once_as_text_and_html(site: &Site) {
    let server = SmtpServer::start(ServerTls::Absent);
    let (admin, backend) = (site.admin().await, open_plain(site, &server));
    assert!(queue(&backend, site, &admin, completed()).await);
    assert!(!queue(&backend, site, &admin, completed()).await, "it waits already");
    assert_eq!(jobs(site, &format!("payload LIKE '%{}%'", admin.email)).await, 0);
    run_due(&backend).await;
    assert!(!queue(&backend, site, &admin, completed()).await, "it was sent already");
    run_due(&backend).await;
    let [mail] = <[_; 1]>::try_from(server.mails()).unwrap();
    assert_eq!(
        (mail.from.as_str(), mail.to.as_slice()),
        ("reports@example.com", &[admin.email][..])
    );
    assert_eq!(mail.header("from"), "Earshot <reports@example.com>");
    assert_eq!(mail.header("to"), mail.to[0]);
    assert_eq!(mail.header("subject"), "harbour: your export is ready");
    assert_eq!(mail.header("date"), "Mon, 15 Jun 2026 12:00:00 +0000");
    assert_eq!(mail.header("auto-submitted"), "auto-generated");
    let id = mail.header("message-id");
    let job_id = id.strip_prefix('<').unwrap().strip_suffix("@example.com>").unwrap();
    assert_eq!(jobs(site, &format!("id = '{job_id}' AND state = 'completed'")).await, 1);
    assert!(mail.header("content-type").starts_with("multipart/alternative;"));
    let text = mail.part("text/plain");
    let link = format!("https://calls.example/exports/{EXPORT}");
    for line in [
        "Format: CSV",
        "Calls written: 1,246",
        "Calls left out: 2",
        "Available until: Mon 22 Jun 2026, 13:00 (UTC+01:00, Europe/London)",
        &link,
    ] {
        assert!(text.lines().any(|it| it == line), "{line} is missing in {text}");
    }
    assert!(mail.part("text/html").contains(&format!("<a href=\"{link}\">")));
}

async fn a_message_whose_change_is_rolled_back_is_not_sent(site: &Site) {
    let server = SmtpServer::start(ServerTls::Absent);
    let (admin, backend) = (site.admin().await, open_plain(site, &server));
    let mail = NewMail::to(&admin.viewer, completed()).unwrap();
    let mut tx = site.db.begin().await.unwrap();
    assert!(backend.mail().queue_in(&mut tx, &mail).await.unwrap());
    drop(tx);
    run_due(&backend).await;
    assert_eq!(server.commands(), [""; 0]);
    assert_eq!(jobs(site, "TRUE").await, 0);
}

async fn nothing_is_queued_without_a_mail_server(site: &Site) {
    let admin = site.admin().await;
    assert!(!site.backend.mail().is_configured());
    assert!(!queue(&site.backend, site, &admin, completed()).await);
    assert_eq!(jobs(site, "TRUE").await, 0);
    let server = SmtpServer::start(ServerTls::Absent);
    let backend = open_plain(site, &server);
    assert!(backend.mail().is_configured());
    assert!(queue(&backend, site, &admin, completed()).await);
    run_due(&site.backend).await;
    assert_eq!(jobs(site, "state = 'queued'").await, 1, "a process without one leaves it");
}

async fn a_deferred_message_is_sent_later_with_the_same_id(site: &Site) {
    let server = SmtpServer::start(ServerTls::Absent);
    let (admin, backend) = (site.admin().await, open_plain(site, &server));
    server.answer("RCPT", Answer::Line("451 4.7.1 Greylisted, try again later"));
    server.answer(".", Answer::Dropped);
    queue(&backend, site, &admin, completed()).await;
    run_due(&backend).await;
    assert_eq!(jobs(site, "state = 'queued' AND attempts = 1").await, 1);
    run_due(&backend).await;
    assert_eq!(server.commands().iter().filter(|it| *it == "RCPT").count(), 1, "it waits first");
    for wait in [5, 20] {
        assert_eq!(server.mails().len(), 0);
        site.clock.advance(SignedDuration::from_secs(wait));
        run_due(&backend).await;
    }
    let [mail] = <[_; 1]>::try_from(server.mails()).unwrap();
    let id = mail.header("message-id");
    let id = id.trim_matches(['<', '>']).split('@').next().unwrap().to_owned();
    assert_eq!(jobs(site, &format!("id = '{id}' AND state = 'completed'")).await, 1);
    assert_eq!(jobs(site, "attempts = 3").await, 1);
}

async fn a_refused_message_ends_with_its_reason(site: &Site) {
    let server = SmtpServer::start(ServerTls::Absent);
    let (admin, backend) = (site.admin().await, open_plain(site, &server));
    server.answer("RCPT", Answer::Line("550 5.1.1 <person0@harbour.example> is unknown here"));
    queue(&backend, site, &admin, completed()).await;
    run_due(&backend).await;
    let reason = "state = 'failed' AND attempts = 1 AND reason LIKE \
                  'The mail server refused the message: %550%[EMAIL] is unknown here.'";
    assert_eq!(jobs(site, reason).await, 1);
    assert!(!queue(&backend, site, &admin, completed()).await, "it is not tried again");
    assert_eq!(server.mails().len(), 0);
}

async fn the_name_of_a_tenant_cannot_add_headers_or_markup(site: &Site) {
    let server = SmtpServer::start(ServerTls::Absent);
    let (admin, backend) = (site.admin().await, open_plain(site, &server));
    let name = "Härbour\r\nBcc: all@evil.example\r\n\r\n<img src=x>";
    site.sql(&format!("UPDATE tenants SET name = '{name}' WHERE slug = 'harbour'")).await;
    let failed = MailTemplate::ExportFailed {
        export_id: EXPORT.parse().unwrap(),
        reason: "The disk is full.\r\n.\r\nMAIL FROM:<x@evil.example>".to_owned(),
    };
    queue(&backend, site, &admin, failed).await;
    run_due(&backend).await;
    let [mail] = <[_; 1]>::try_from(server.mails()).unwrap();
    assert_eq!(mail.to, [admin.email]);
    let names = mail.header_names().join(" ").to_lowercase();
    assert_eq!(names, "from to date message-id auto-submitted subject mime-version content-type");
    let text = mail.part("text/plain");
    assert!(text.starts_with("Your export from Härbour Bcc: all@evil.example <img src=x> failed"));
    assert!(text.contains("Reason: The disk is full. . MAIL FROM:<x@evil.example>\n"));
    let html = mail.part("text/html");
    assert!(html.contains("Härbour Bcc: all@evil.example &lt;img src=x&gt;"), "{html}");
    assert!(!html.contains("<img") && !html.contains("<x@"), "{html}");
}

async fn a_person_who_may_not_sign_in_gets_no_mail(site: &Site) {
    let server = SmtpServer::start(ServerTls::Absent);
    let (admin, backend) = (site.admin().await, open_plain(site, &server));
    queue(&backend, site, &admin, completed()).await;
    site.sql("UPDATE users SET disabled_at = 1").await;
    run_due(&backend).await;
    assert_eq!(jobs(site, "state = 'failed' AND reason LIKE '%no longer sign in%'").await, 1);
    assert_eq!(server.commands(), [""; 0]);
}

async fn a_message_that_waited_too_long_is_given_up(site: &Site) {
    let server = SmtpServer::start(ServerTls::Absent);
    let (admin, backend) = (site.admin().await, open_plain(site, &server));
    queue(&backend, site, &admin, completed()).await;
    site.clock.advance(SignedDuration::from_hours(73));
    run_due(&backend).await;
    assert_eq!(jobs(site, "state = 'failed' AND reason LIKE '%within three days%'").await, 1);
    assert_eq!(server.commands(), [""; 0]);
}
