//! What a source writes into any field is in no file, as independent readers see the files.

use std::{collections::BTreeMap, path::Path, process::Command};

use earshot_backend::{Limits, Rate};
use earshot_domain::{
    CallColumn, CallFileFormat, CallFilter, ColumnSet, ExportContent, ExportContents, ExportFormat,
    ExportRequest, ExportState, ExportTable, MessageColumn,
};
use earshot_server::WebSettings;
use earshot_testkit::python_with_readers;

use crate::{
    canaries::Planted,
    harness::{ADMIN, MANAGER, TestApp},
};

/// What the text in every one of these files becomes where a number was.
const REDACTED: &str = "[PHONE]";

/// Files in a folder, by what they are.
#[derive(Default)]
struct Files(BTreeMap<String, String>);

impl Files {
    fn add(&mut self, folder: &Path, name: String, bytes: &[u8]) {
        let path = folder.join(self.0.len().to_string());
        std::fs::write(&path, bytes).unwrap();
        self.0.insert(path.to_str().unwrap().to_owned(), name);
    }

    /// The texts in each file.
    fn read(self) -> Vec<(String, String)> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/http/file_texts.py");
        let read = Command::new(python_with_readers()).arg(script).args(self.0.keys()).output();
        let read = read.unwrap();
        let errors = String::from_utf8_lossy(&read.stderr);
        assert!(read.status.success(), "{errors}");
        let texts: BTreeMap<String, String> = serde_json::from_slice(&read.stdout).unwrap();
        self.0.into_iter().map(|(path, name)| (name, texts[&path].clone())).collect()
    }
}

/// Requests of every format with everything in it: rows of all columns, and documents.
fn requests() -> Vec<(String, ExportRequest)> {
    use ExportFormat::{Csv, Json, JsonLines, Parquet, Pdf, Xlsx, Zip};
    let with = |format: ExportFormat, what: &str, change: &dyn Fn(&mut ExportRequest)| {
        let mut request = ExportRequest::new(CallFilter::default(), format);
        request.contents = ExportContents::only(ExportContent::ALL);
        if format != Zip {
            request.contents.set(ExportContent::Recordings, false);
        }
        change(&mut request);
        (format!("{format:?} {what}"), request)
    };
    let mut requests = Vec::new();
    for format in [Csv, Json, JsonLines, Xlsx, Parquet] {
        requests.push(with(format, "calls", &|request| {
            let fields = CallColumn::ALL.to_vec();
            request.table = ExportTable::Calls { set: ColumnSet::Calls, fields };
            request.columns_chosen = true;
        }));
        requests.push(with(format, "messages", &|request| {
            request.table = ExportTable::Messages { fields: MessageColumn::ALL.to_vec() };
            request.options.bom = format == Csv;
        }));
    }
    for format in [Json, JsonLines, Pdf] {
        requests.push(with(format, "conversations", &|_| {}));
    }
    for file in CallFileFormat::ALL {
        requests.push(with(Zip, file.as_str(), &|request| request.call_files = *file));
    }
    requests
}

#[tokio::test(flavor = "multi_thread")]
async fn exported_files_of_every_format_have_no_planted_number() {
    let export_rate = Rate { events: 1000, seconds: 600 };
    let limits = Limits { export_rate, ..Limits::default() };
    let planted = Planted::in_app(TestApp::with(WebSettings::default(), limits).await).await;
    let app = &planted.app;
    let folder = tempfile::tempdir().unwrap();
    let mut files = Files::default();
    for who in [ADMIN, MANAGER] {
        let session = app.session(who).await;
        let viewer = app.backend.access().account_viewer(who).await.unwrap();
        for (name, request) in requests() {
            let id = app.backend.exports().start(&viewer, &request, None).await.unwrap().id;
            app.run_jobs().await;
            let job = app.backend.exports().job(&viewer, id).await.unwrap();
            assert_eq!(job.state, ExportState::Completed, "{name}: {:?}", job.reason);
            assert_eq!((job.written, job.files.len()), (4, 1), "{name}");
            for file in ["files/1", "archive.zip"] {
                let answer = app.get(&session, &format!("/exports/{id}/{file}")).await;
                assert_eq!(answer.status, 200, "{who} {name} {file}: {}", answer.body);
                files.add(folder.path(), format!("{who} {name} {file}"), &answer.bytes);
            }
        }
    }
    let read = tokio::task::spawn_blocking(move || files.read()).await.unwrap();
    assert_eq!(read.len(), 2 * 2 * 16);
    for (name, text) in read {
        assert!(text.contains(REDACTED), "{name} was read: {text}");
        planted.assert_text_clean(&name, &text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_one_call_have_no_planted_number() {
    let planted = Planted::new().await;
    let (app, folder) = (&planted.app, tempfile::tempdir().unwrap());
    let session = app.session(ADMIN).await;
    let mut files = Files::default();
    for call in &planted.calls {
        for file in [
            "transcript?format=pdf",
            "transcript?format=pdf&include_quality_history=true",
            "conversation?format=pdf",
            "conversation?format=pdf&include_quality_history=true",
        ] {
            let target = format!("/api/calls/{call}/{file}");
            let answer = app.get(&session, &target).await;
            assert_eq!(answer.status, 200, "{target}: {}", answer.body);
            files.add(folder.path(), target, &answer.bytes);
        }
    }
    let read = tokio::task::spawn_blocking(move || files.read()).await.unwrap();
    assert_eq!(read.len(), 16);
    for (name, text) in read {
        assert!(text.contains(REDACTED), "{name} was read: {text}");
        planted.assert_text_clean(&name, &text);
    }
}
