//! Download of a streamed file with progress, and saving it.

use earshot_domain::{ExportFormat, ExportId, ExportProgress, Problem, ProblemCode};
use gloo_net::http::Response;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, ReadableStreamDefaultReader, Url};

use super::request::{Abort, get, json_of, post};

/// A completely downloaded file.
pub struct Download {
    chunks: Array,
    /// The name the server gave it.
    pub file_name: String,
    /// The export's id, if the response named one.
    pub export_id: Option<ExportId>,
}

/// Progress of a download.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Received {
    /// Calls that match, from the response's headers.
    pub matched: u64,
    /// Complete lines so far without the header: calls.
    pub rows: u64,
    /// Bytes so far.
    pub bytes: u64,
}

impl Received {
    /// The share of the calls that have arrived, in percent.
    pub fn percent(self) -> u64 {
        (self.rows * 100).checked_div(self.matched).unwrap_or_default().min(100)
    }
}

/// Posts a form and collects the file it is answered with. `on_start` is called with the export's
/// id as soon as it is known, `on_progress` after every chunk.
pub async fn download_file(
    path: &str,
    body: &str,
    abort: &Abort,
    on_start: impl Fn(ExportId),
    on_progress: impl Fn(Received),
) -> Result<Download, Problem> {
    let response = post(path, body, Some(abort)).await?;
    let headers = response.headers();
    let export_id = headers.get("earshot-export-id").and_then(|id| id.parse().ok());
    if let Some(id) = export_id {
        on_start(id);
    }
    let matched = headers.get("earshot-matched").and_then(|count| count.parse().ok()).unwrap_or(0);
    let disposition = headers.get("content-disposition");
    let file_name = disposition.and_then(|text| file_name(&text)).unwrap_or_default();
    let received = Received { matched, ..Received::default() };
    on_progress(received);
    let chunks = read_all(&response, received, on_progress).await.map_err(|_| interrupted())?;
    Ok(Download { chunks, file_name, export_id })
}

async fn read_all(
    response: &Response,
    mut received: Received,
    on_progress: impl Fn(Received),
) -> Result<Array, JsValue> {
    let chunks = Array::new();
    let Some(body) = response.body() else { return Ok(chunks) };
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    let mut lines = 0;
    loop {
        let step = JsFuture::from(reader.read()).await?;
        if js_sys::Reflect::get(&step, &"done".into())?.is_truthy() {
            return Ok(chunks);
        }
        let chunk: Uint8Array = js_sys::Reflect::get(&step, &"value".into())?.dyn_into()?;
        // Every record of the file is one line, so line feeds count calls.
        lines += chunk.to_vec().split(|byte| *byte == b'\n').count() as u64 - 1;
        received.rows = u64::saturating_sub(lines, 1);
        received.bytes += u64::from(chunk.length());
        chunks.push(&chunk);
        on_progress(received);
    }
}

/// Saves the file as an ordinary download.
pub fn save_file(download: &Download) -> Result<(), Problem> {
    let save = || -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(ExportFormat::Csv.content_type());
        let blob = Blob::new_with_u8_array_sequence_and_options(&download.chunks, &options)?;
        save_blob(&blob, &download.file_name)
    };
    save().map_err(|_| {
        Problem::new(ProblemCode::Internal, "The browser could not save the file. Export again.")
    })
}

/// Saves a file that the page holds.
pub(super) fn save_blob(blob: &Blob, file_name: &str) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no page")?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(file_name);
    link.click();
    Url::revoke_object_url(&address)
}

/// Requests the progress of an export.
pub async fn fetch_progress(id: ExportId) -> Result<ExportProgress, Problem> {
    json_of(&get("/api/exports/status", [("export_id", &id.to_string())]).await?).await
}

/// Asks the server to cancel an export, whichever tab began it.
pub async fn post_cancel(id: ExportId) {
    // The end of the connection stops it too, so the response does not matter.
    drop(post("/api/exports/cancel", &format!("export_id={id}"), None).await);
}

pub(super) fn file_name(disposition: &str) -> Option<String> {
    disposition.split_once("filename=\"")?.1.split_once('"').map(|(name, _)| name.to_owned())
}

fn interrupted() -> Problem {
    Problem::new(
        ProblemCode::Internal,
        "The download was interrupted, so no file was saved. Export again.",
    )
}
