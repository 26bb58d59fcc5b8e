//! Download of a recording, kept within the page so that it can say how it ended.

use earshot_domain::{CallId, Problem, ProblemCode, RecordingAction};
use leptos::{html::Button, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::{download::save_blob, grant::post_grant, request::get_file};

/// Downloads a call's recording and saves it as an ordinary download.
///
/// # Errors
/// The problem that prevented it; nothing was saved.
pub async fn save_recording(call: CallId) -> Result<(), Problem> {
    let grant = post_grant(call, RecordingAction::Download).await?;
    let (response, file_name) = get_file(&grant.url).await?;
    let blob = async {
        let blob = JsFuture::from(web_sys::Response::from(response).blob()?).await?;
        let blob: Blob = blob.dyn_into()?;
        save_blob(&blob, &file_name)
    };
    blob.await.map_err(|_: JsValue| {
        let detail = "The download was interrupted, so no file was saved. Download it again.";
        Problem::new(ProblemCode::Internal, detail)
    })
}

/// Presses a button.
pub fn click(button: NodeRef<Button>) {
    if let Some(button) = button.get_untracked() {
        button.click();
    }
}
