//! CSV files "For Excel", split by commas or by semicolons, and workbooks, as spreadsheets open
//! them: Python's readers and `LibreOffice` read them.

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
    let (operator, source) = operator_with_hostile_texts(&[]);
    compare(&source, &exported(&operator).await);
}

/// Case 7 (docs/threats.md#case-7): the same in workbooks, also in their sheet of long texts.
#[tokio::test(flavor = "multi_thread")]
async fn in_a_workbook_every_value_survives_as_text() {
    let (operator, source) = operator_with_hostile_texts(&["--long"]);
    let server = Server::start(&operator);
    let cookie = server.sign_in().await;
    let mut files = Vec::new();
    for (name, form) in [
        ("calls.xlsx", every_call_column("format=xlsx")),
        ("messages.xlsx", every_message_column("format=xlsx")),
    ] {
        files.push(written(&operator, name, &finished(&server, &cookie, &form).await));
    }
    compare(&source, &files);
}

/// An operator with calls that have hostile texts in every place, and the file that they come from.
fn operator_with_hostile_texts(options: &[&str]) -> (Operator, String) {
    let operator = operator_with_project();
    let user = ["user", "add", "--tenant", "harbour", ADMIN, "--name", "Admin"];
    let role = ["--role", "client_admin", "--project", "desk"];
    operator.earshot(&[user.as_slice(), &role].concat(), &format!("{PASSWORD}\n"));
    let source = path(&operator, "hostile.ndjson");
    let write = ["write", "--spreadsheet"];
    run_readers(&[write.as_slice(), options, &[&source]].concat(), "");
    let import = ["import", "--format", "ndjson", "--tenant", "harbour", "--project", "desk"];
    let said = operator.earshot(&[import.as_slice(), &[&source]].concat(), "");
    assert!(said.contains(" 0 refused"), "{said}");
    (operator, source)
}

/// Compares exported files with the file that their calls come from.
fn compare(source: &str, files: &[String]) {
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let command = ["spreadsheet", "--libreoffice", "soffice", source];
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
    let calls = every_call_column("format=csv&bom=on");
    files.push(("calls.csv", finished(&server, &cookie, &calls).await));
    let messages = every_message_column("format=csv&bom=on");
    files.push(("messages.csv", finished(&server, &cookie, &messages).await));
    files.into_iter().map(|(name, bytes)| written(operator, name, &bytes)).collect()
}

/// The form of a background export of every column of a row per call, beginning with the summary.
fn every_call_column(format: &str) -> String {
    let columns = CallColumn::ALL.iter().map(|column| ("call_field", column.as_str()));
    let form = Serializer::new(format!("{format}&mode=calls&call_field=summary"));
    finish(form, columns)
}

/// The form of a background export of every column of a row per message, beginning with the text.
fn every_message_column(format: &str) -> String {
    let columns = MessageColumn::ALL.iter().map(|column| ("message_field", column.as_str()));
    let form = Serializer::new(format!("{format}&mode=messages&message_field=text"));
    finish(form, columns)
}

fn finish(
    mut form: Serializer<'_, String>,
    columns: impl Iterator<Item = (&'static str, &'static str)>,
) -> String {
    form.extend_pairs(columns).finish()
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

/// Writes a file into the operator's folder and returns its path.
fn written(operator: &Operator, name: &str, bytes: &[u8]) -> String {
    let path = path(operator, name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn path(operator: &Operator, name: &str) -> String {
    operator.folder.path().join(name).to_str().unwrap().to_owned()
}
