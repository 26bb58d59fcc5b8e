//! Announcements of the end of real background exports: mail to their requester, and webhook events.
//! Rule: docs/compatibility.md#askvault-background.

use earshot_backend::Backend;
use earshot_domain::ExportState;
use earshot_testkit::{call, calls};

use crate::{
    export_jobs::{csv_request, job, run_due, start},
    harness::Site,
    mail,
    smtp_server::{ServerTls, SmtpServer},
    webhook_receiver::{Received, Receiver},
    webhooks::create_webhook_for,
};

crate::on_both_databases!(
    an_export_of_a_thousand_calls_is_announced_by_mail_and_webhook,
    an_export_that_fails_is_announced_with_its_reason,
);

fn open(site: &Site, server: &SmtpServer) -> Backend {
    mail::open(site, &format!("smtp://127.0.0.1:{}", server.port)).with_private_webhooks()
}

async fn an_export_of_a_thousand_calls_is_announced_by_mail_and_webhook(site: &Site) {
    let (server, to) = (SmtpServer::start(ServerTls::Absent), Receiver::start().await);
    let (admin, backend) = (site.admin().await, open(site, &server));
    create_webhook_for(site, &admin, &to.url, &["export.completed"], &["front-desk"])
        .await
        .unwrap();
    site.ingest(calls(999)).await;
    let awaited = start(&backend, &admin, &csv_request("project_id=front-desk")).await;
    run_due(&backend).await;
    run_due(&backend).await;
    assert_eq!(job(&backend, &admin, awaited).await.state, ExportState::Completed);
    assert_eq!(server.mails().len(), 0, "who waits on the page gets no mail");
    site.ingest(vec![call(1_000)]).await;
    let id = start(&backend, &admin, &csv_request("project_id=front-desk")).await;
    run_due(&backend).await;
    run_due(&backend).await;
    let [mail] = <[_; 1]>::try_from(server.mails()).unwrap();
    assert_eq!(mail.to, [admin.email.as_str()]);
    let text = mail.part("text/plain");
    let link = format!("https://calls.example/exports/{id}");
    for line in ["Calls written: 1,000", &link] {
        assert!(text.lines().any(|it| it == line), "{line} is missing in {text}");
    }
    let told: Vec<_> = to.received().iter().map(Received::json).collect();
    let of = |n: usize, written: u32| {
        let data = &told[n]["data"];
        assert_eq!(
            (&told[n]["type"], &data["written"]),
            (&"export.completed".into(), &written.into())
        );
        data["export_id"].as_str().unwrap().to_owned()
    };
    assert_eq!((of(0, 999), of(1, 1_000)), (awaited.to_string(), id.to_string()));
    assert_eq!(told.len(), 2);
}

async fn an_export_that_fails_is_announced_with_its_reason(site: &Site) {
    let (server, to) = (SmtpServer::start(ServerTls::Absent), Receiver::start().await);
    let (admin, backend) = (site.admin().await, open(site, &server));
    // A person who loses the right to export is not told by their own webhooks either.
    let other = site.admin().await;
    create_webhook_for(site, &other, &to.url, &["export.failed"], &["front-desk"]).await.unwrap();
    site.ingest(calls(1_000)).await;
    let id = start(&backend, &admin, &csv_request("project_id=front-desk")).await;
    site.sql(&format!("UPDATE users SET role = 'client_staff' WHERE email = '{}'", admin.email))
        .await;
    for _ in 0..3 {
        run_due(&backend).await;
    }
    let [mail] = <[_; 1]>::try_from(server.mails()).unwrap();
    assert!(mail.part("text/plain").contains("may not export any more"));
    let told: Vec<_> = to.received().iter().map(Received::json).collect();
    assert_eq!(told[0]["type"], "export.failed");
    assert_eq!(told[0]["data"]["export_id"], id.to_string());
    assert_eq!(told.len(), 1);
}
