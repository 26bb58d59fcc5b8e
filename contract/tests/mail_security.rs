//! Security of the connection to the mail server: without it, nothing is sent.

use earshot_backend::MailServer;
use jiff::SignedDuration;

use crate::{
    harness::Site,
    mail::{completed, jobs, queue, run_due, with_server},
    smtp_server::{AUTHORITY, Answer, ServerTls, SmtpServer},
};

crate::on_both_databases!(
    a_server_without_tls_gets_neither_password_nor_message,
    a_server_with_an_unknown_certificate_gets_nothing,
    a_trusted_server_gets_the_message,
    a_wrong_password_is_tried_again,
);

async fn a_server_without_tls_gets_neither_password_nor_message(site: &Site) {
    let (admin, server) = (site.admin().await, SmtpServer::start(ServerTls::Absent));
    let url = format!("smtp://user:canary@127.0.0.1:{}?tls=starttls", server.port);
    let backend = with_server(site, &MailServer::parse(&url, None).unwrap());
    queue(&backend, site, &admin, completed()).await;
    run_due(&backend).await;
    assert_eq!(server.commands()[..1], ["EHLO"]);
    assert!(!server.commands().iter().any(|it| it == "AUTH" || it == "MAIL"));
    assert_eq!(jobs(site, "state = 'queued' AND attempts = 1").await, 1);
}

async fn a_server_with_an_unknown_certificate_gets_nothing(site: &Site) {
    let admin = site.admin().await;
    for (tls, scheme, end, expected) in [
        (ServerTls::StartTls, "smtp", "?tls=starttls", &["EHLO", "STARTTLS"][..]),
        (ServerTls::Immediate, "smtps", "", &[]),
    ] {
        let server = SmtpServer::start(tls);
        let url = format!("{scheme}://user:canary@127.0.0.1:{}{end}", server.port);
        let backend = with_server(site, &MailServer::parse(&url, None).unwrap());
        queue(&backend, site, &admin, completed()).await;
        run_due(&backend).await;
        assert_eq!(server.commands(), expected);
        assert_eq!(jobs(site, "state = 'queued' AND attempts = 1").await, 1);
        site.sql("DELETE FROM jobs").await;
    }
}

async fn a_trusted_server_gets_the_message(site: &Site) {
    let admin = site.admin().await;
    for (tls, scheme, end) in
        [(ServerTls::StartTls, "smtp", "?tls=starttls"), (ServerTls::Immediate, "smtps", "")]
    {
        let server = SmtpServer::start(tls);
        let url = format!("{scheme}://user@127.0.0.1:{}{end}", server.port);
        let trusted = MailServer::parse(&url, Some("secret".to_owned())).unwrap();
        let backend = with_server(site, &trusted.with_certificates(AUTHORITY).unwrap());
        queue(&backend, site, &admin, completed()).await;
        run_due(&backend).await;
        // "\0user\0secret" in base64.
        assert_eq!(server.sign_ins(), ["PLAIN AHVzZXIAc2VjcmV0"]);
        assert_eq!(server.mails().len(), 1, "{tls:?}");
        site.sql("DELETE FROM jobs").await;
    }
}

async fn a_wrong_password_is_tried_again(site: &Site) {
    let (admin, server) = (site.admin().await, SmtpServer::start(ServerTls::Absent));
    let url = format!("smtp://user:secret@127.0.0.1:{}", server.port);
    let backend = with_server(site, &MailServer::parse(&url, None).unwrap());
    server.answer("AUTH", Answer::Line("535 5.7.8 Wrong password"));
    queue(&backend, site, &admin, completed()).await;
    run_due(&backend).await;
    assert_eq!(jobs(site, "state = 'queued' AND attempts = 1").await, 1);
    site.clock.advance(SignedDuration::from_secs(5));
    run_due(&backend).await;
    assert_eq!(server.mails().len(), 1);
}
