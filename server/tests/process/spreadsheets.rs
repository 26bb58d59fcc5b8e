//! CSV files "For Excel" as spreadsheets open them, split by commas or by semicolons:
//! Python's reader and `LibreOffice` read them.

use std::{process::Stdio, time::Duration};

use earshot_domain::{CallColumn, MessageColumn};
use earshot_testkit::{ADMIN, PASSWORD};
use form_urlencoded::Serializer;
use tokio::time::{interval, timeout};

use crate::{
    export_readers::run_readers, fetch::operator_with_project, operator::Operator, servers::Server,
};

/// Case 7 (docs/threats.md#case-7): no cell is a formula in a spreadsheet program.
#[tokio::test(flavor = "multi_thread")]
async fn for_excel_every_value_survives_commas_and_semicolons() {
    let operator = operator_with_project();
    let user = ["user", "add", "--tenant", "harbour", ADMIN, "--name", "Admin"];
    let role = ["--role", "client_admin", "--project", "desk"];
    operator.earshot(&[user.as_slice(), &role].concat(), &format!("{PASSWORD}\n"));
    let source = path(&operator, "hostile.ndjson");
    run_readers(&["write", "--spreadsheet", &source], "");
    let import = ["import", "--format", "ndjson", "--tenant", "harbour", "--project", "desk"];
    let said = operator.earshot(&[import.as_slice(), &[&source]].concat(), "");
    assert!(said.contains(" 0 refused"), "{said}");
    let files = exported(&operator).await;
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let command = ["spreadsheet", "--libreoffice", "soffice", &source];
    println!("{}", run_readers(&[command.as_slice(), &files].concat(), ""));
}

/// The streamed file with whole numbers, and two of the background: every column, and every message,
/// each with hostile texts in the first cell of a row.
async fn exported(operator: &Operator) -> Vec<String> {
    let server = Server::start_with(operator, &[], Stdio::null());
    let cookie = server.sign_in().await;
    let whole = "bom=on&include_caller_full=on&reason_code=other&justification=asked";
    let streamed = server.post(&cookie, "/api/exports/calls", whole).await;
    assert_eq!(streamed.status, 200, "{streamed:?}");
    let mut files = vec![("streamed.csv", streamed.body)];
    let calls = CallColumn::ALL.iter().map(|column| column.as_str());
    let calls = form("mode=calls&call_field=summary", "call_field", calls);
    files.push(("calls.csv", finished(&server, &cookie, &calls).await));
    let messages = MessageColumn::ALL.iter().map(|column| column.as_str());
    let messages = form("mode=messages&message_field=text", "message_field", messages);
    files.push(("messages.csv", finished(&server, &cookie, &messages).await));
    let write = |(name, bytes): (&str, Vec<u8>)| {
        let path = path(operator, name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    files.into_iter().map(write).collect()
}

/// The form of a background export of these columns.
fn form(first: &str, field: &str, columns: impl Iterator<Item = &'static str>) -> String {
    let pairs = columns.map(|column| (field, column));
    Serializer::new(format!("format=csv&bom=on&{first}")).extend_pairs(pairs).finish()
}

/// The file of a background export.
async fn finished(server: &Server, cookie: &str, form: &str) -> Vec<u8> {
    let started = server.post(cookie, "/exports/new", form).await;
    assert_eq!(started.status, 201, "{started:?}");
    let id = started.json()["id"].as_str().unwrap().to_owned();
    let mut poll = interval(Duration::from_millis(50));
    let whole = async {
        loop {
            let file = server.get(cookie, &format!("/exports/{id}/files/1")).await;
            if file.status == 200 {
                return file.body;
            }
            poll.tick().await;
        }
    };
    timeout(Duration::from_mins(1), whole).await.expect("the export completes")
}

fn path(operator: &Operator, name: &str) -> String {
    operator.folder.path().join(name).to_str().unwrap().to_owned()
}
