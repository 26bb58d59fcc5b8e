//! Fetching a streamed file with progress and an end that can be asked for, and saving it.

use earshot_domain::{ExportFormat, ExportId, ExportProgress, Problem, ProblemCode};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, HtmlAnchorElement, ReadableStreamDefaultReader, Response, Url,
};

use super::request::{Abort, lost, post, problem_of, text_of};

/// A file that has arrived whole.
pub struct Download {
    chunks: Array,
    /// The name the server gave it.
    pub file_name: String,
    /// The export's id, where the response named one.
    pub export_id: Option<ExportId>,
}

/// What is known as chunks arrive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arrived {
    /// Calls that match, from the response's headers.
    pub matched: u64,
    /// Complete lines so far without the header: calls.
    pub rows: u64,
    /// Bytes so far.
    pub bytes: u64,
}

/// Posts a form and gathers the file it answers with. `started` gets the export's id as soon as it
/// is known; `arrived` hears of every chunk.
pub async fn fetch_file(
    path: &str,
    body: &str,
    abort: &Abort,
    started: impl Fn(ExportId),
    arrived: impl Fn(Arrived),
) -> Result<Download, Problem> {
    let response = post(path, body, Some(abort)).await.map_err(|_| lost())?;
    if !response.ok() {
        return Err(problem_of(&response).await);
    }
    let header = |name| response.headers().get(name).ok().flatten();
    let export_id = header("earshot-export-id").and_then(|id| id.parse().ok());
    if let Some(id) = export_id {
        started(id);
    }
    let matched = header("earshot-matched").and_then(|count| count.parse().ok()).unwrap_or(0);
    let file_name =
        header("content-disposition").and_then(|text| file_name(&text)).unwrap_or_default();
    let seen = Arrived { matched, ..Arrived::default() };
    arrived(seen);
    let chunks = read_all(&response, seen, arrived).await.map_err(|_| broken())?;
    Ok(Download { chunks, file_name, export_id })
}

async fn read_all(
    response: &Response,
    mut seen: Arrived,
    arrived: impl Fn(Arrived),
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
        seen.rows = u64::saturating_sub(lines, 1);
        seen.bytes += u64::from(chunk.length());
        chunks.push(&chunk);
        arrived(seen);
    }
}

/// Offers the file to the person, as an ordinary download.
pub fn save_file(download: &Download) -> Result<(), Problem> {
    let save = || -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(ExportFormat::Csv.content_type());
        let blob = Blob::new_with_u8_array_sequence_and_options(&download.chunks, &options)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let document = web_sys::window().and_then(|window| window.document()).ok_or("no page")?;
        let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
        link.set_href(&address);
        link.set_download(&download.file_name);
        link.click();
        Url::revoke_object_url(&address)
    };
    save().map_err(|_| {
        Problem::new(ProblemCode::Internal, "The browser could not save the file. Export again.")
    })
}

/// How an export stands.
pub async fn fetch_progress(id: ExportId) -> Result<ExportProgress, Problem> {
    let window = web_sys::window().ok_or_else(lost)?;
    let path = format!("/api/exports/status?export_id={id}");
    let response = JsFuture::from(window.fetch_with_str(&path)).await.map_err(|_| lost())?;
    let response: Response = response.dyn_into().map_err(|_| lost())?;
    if !response.ok() {
        return Err(problem_of(&response).await);
    }
    serde_json::from_str(&text_of(&response).await).map_err(|_| lost())
}

/// Asks the server to stop an export, whichever tab began it.
pub async fn post_cancel(id: ExportId) {
    // The connection's end stops it too, so an answer is not waited for.
    drop(post("/api/exports/cancel", &format!("export_id={id}"), None).await);
}

fn file_name(disposition: &str) -> Option<String> {
    disposition.split_once("filename=\"")?.1.split_once('"').map(|(name, _)| name.to_owned())
}

fn broken() -> Problem {
    Problem::new(
        ProblemCode::Internal,
        "The transfer broke off before its end, so no file was saved. Export again.",
    )
}
