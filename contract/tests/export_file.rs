//! Contents of an exported file: columns, order, and numbers as far as the role may see them.

use earshot_backend::readers::IncomingCall;
use earshot_domain::{AuditAction, ExportState, Role, Sort};
use earshot_testkit::{alternating_turns, call, calls};

use crate::harness::{Site, parse_csv, read_export, records};

crate::on_both_databases!(
    the_columns_are_the_documents_in_their_order,
    each_role_gets_its_mask,
    the_full_number_needs_the_option_and_is_audited,
    the_file_is_in_the_lists_order,
    many_batches_make_one_file,
    the_counts_are_there_before_the_last_chunk,
    calls_that_arrive_meanwhile_stay_out,
    the_name_says_whose_calls_of_when,
);

async fn the_columns_are_the_documents_in_their_order(site: &Site) {
    let admin = site.admin().await;
    let odd = IncomingCall {
        caller: None,
        agent: None,
        summary: Some("=SUM(A1), \"quoted\"\r\nnext line".to_owned()),
        turns: alternating_turns(&["Hello;\nworld", "Bye"]),
        ..call(1)
    };
    site.ingest(vec![odd]).await;
    let id = site.list(&admin, "").await.rows[0].id;
    let (text, broken) = read_export(site.export(&admin, "").await.unwrap()).await;
    assert!(broken.is_none());
    let header = "call_id,project_id,call_started_at,call_status,channel,caller,agent,\
                  duration_seconds,summary,transcript\r\n";
    let line = format!(
        "\"{id}\",\"front-desk\",\"2026-06-01T10:01:00+01:00\",\"completed\",\"voice\",\"\",\"\",61,\
         \"'=SUM(A1), \"\"quoted\"\" next line\",\"Agent: Hello; world Caller: Bye\"\r\n"
    );
    assert_eq!(text, format!("{header}{line}"));
    let (marked, _) = read_export(site.export(&admin, "bom=on").await.unwrap()).await;
    // A spreadsheet that splits at semicolons leaves the text whole.
    let line = line.replace(';', "\u{37e}");
    assert_eq!(marked, format!("\u{feff}{header}{line}"));
}

async fn each_role_gets_its_mask(site: &Site) {
    let unknown = IncomingCall { caller: None, ..call(2) };
    site.ingest(vec![call(18), unknown]).await;
    for (role, cell) in [
        (Role::ClientAdmin, "****0018"),
        (Role::ClientManager, "****0018"),
        (Role::ClientStaff, "[REDACTED]"),
    ] {
        let person = site.person("harbour", role, &["front-desk"]).await;
        let file = records(site.export(&person, "sort=newest").await.unwrap()).await;
        assert_eq!([&file[0][5], &file[1][5]], [cell, ""], "{role}");
    }
}

async fn the_full_number_needs_the_option_and_is_audited(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![call(18)]).await;
    let query = "include_caller_full=on&reason_code=legal_request&justification=Case+7";
    let export = site.export(&admin, query).await.unwrap();
    let id = export.export_id.to_string();
    assert_eq!(records(export).await[0][5], "'+442079400018");
    let (entries, _) = site.backend.audit().log("harbour").await.unwrap();
    let started = AuditAction::ExportStarted.as_str();
    let entry = entries.iter().find(|e| e.action == started && e.subject == id).unwrap();
    assert!(entry.detail.contains("legal_request") && entry.detail.contains("Case 7"));
}

async fn the_file_is_in_the_lists_order(site: &Site) {
    let admin = site.admin().await;
    let mixed = (1..=40).map(|n| IncomingCall { total_seconds: n * 7 % 5, ..call(n) });
    site.ingest(mixed.collect()).await;
    for sort in Sort::ALL {
        let query = format!("sort={sort}");
        let listed = site.list(&admin, &query).await.rows;
        let listed: Vec<String> = listed.iter().map(|row| row.id.to_string()).collect();
        let file = records(site.export(&admin, &query).await.unwrap()).await;
        let exported: Vec<String> = file.into_iter().map(|record| record[0].clone()).collect();
        assert_eq!(exported, listed, "{sort}");
    }
}

async fn many_batches_make_one_file(site: &Site) {
    let admin = site.admin().await;
    // Ties at every seam between batches, which only the id tells apart.
    let tied = (1..=1203).map(|n| IncomingCall { total_seconds: 5, ..call(n % 3) });
    let tied = tied.zip(1..).map(|(tied, n)| IncomingCall { source_id: format!("t{n}"), ..tied });
    site.ingest(tied.collect()).await;
    for sort in [Sort::Oldest, Sort::Longest] {
        let file = records(site.export(&admin, &format!("sort={sort}")).await.unwrap()).await;
        let mut ids: Vec<&str> = file.iter().map(|record| record[0].as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((file.len(), ids.len()), (1203, 1203), "{sort}");
    }
}

async fn the_counts_are_there_before_the_last_chunk(site: &Site) {
    use futures::StreamExt;
    let admin = site.admin().await;
    site.ingest(calls(4)).await;
    site.one_call_a_batch().await;
    let mut export = site.export(&admin, "").await.unwrap();
    let mut text = String::new();
    while parse_csv(&text).len() < 4 {
        let chunk = export.stream.next().await.unwrap().unwrap();
        text.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    let progress = site.export_progress(&admin, export.export_id).await;
    assert_eq!((progress.state, progress.written), (ExportState::Completed, 4));
    assert!(export.stream.next().await.is_none());
}

async fn calls_that_arrive_meanwhile_stay_out(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(10)).await;
    site.one_call_a_batch().await;
    let export = site.export(&admin, "sort=oldest").await.unwrap();
    let id = export.export_id;
    site.ingest((11..=20).map(call).collect()).await;
    assert_eq!(records(export).await.len(), 10);
    let progress = site.export_progress(&admin, id).await;
    assert_eq!((progress.matched, progress.written, progress.omitted), (10, 10, 0));
}

async fn the_name_says_whose_calls_of_when(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(1)).await;
    for (query, range) in [
        ("", "all-time"),
        ("from=2026-06-01", "from-2026-06-01"),
        ("to=2026-06-30", "to-2026-06-30"),
        ("from=2026-06-01&to=2026-06-30T10:00:00Z", "2026-06-01_2026-06-30"),
    ] {
        let export = site.export(&admin, query).await.unwrap();
        let name = format!("calls_harbour_front-desk_{range}_20260615-130000.csv");
        assert_eq!(export.file_name, name);
        read_export(export).await;
    }
}
