//! A file that the page saves itself, so that it can say how that ended.

use earshot_domain::{Problem, ProblemCode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::{download::save_blob, request::get_file};

/// Downloads a file and saves it under the name that the server gives it.
///
/// # Errors
/// The problem that prevented it; nothing was saved.
pub async fn save_from(address: &str) -> Result<(), Problem> {
    let (response, file_name) = get_file(address).await?;
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
