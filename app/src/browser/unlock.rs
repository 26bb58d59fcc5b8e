//! Requests of **PII unlock**.

use earshot_domain::{CallId, FormPairs, Problem, Unlock, UnlockId, UnlockedText};
use web_sys::HtmlFormElement;

use super::{
    form::form_pairs,
    request::{json_of, post},
};

/// Submits the form of a request.
pub async fn post_unlock(call: CallId, form: &HtmlFormElement) -> Result<Unlock, Problem> {
    let path = format!("/api/calls/{call}/unlocks");
    // What the page's own answer needs besides is in the address here.
    let mut pairs = form_pairs(form);
    pairs.retain(|(name, _)| name != "unlock" && name != "call_id");
    json_of(&post(&path, &FormPairs(pairs).encode(), None).await?).await
}

/// Requests what an unlock covers.
pub async fn post_unlock_view(id: UnlockId) -> Result<UnlockedText, Problem> {
    json_of(&post(&format!("/api/unlocks/{id}/view"), "", None).await?).await
}

/// Ends an unlock.
pub async fn post_unlock_end(id: UnlockId) -> Result<(), Problem> {
    post(&format!("/api/unlocks/{id}/end"), "", None).await.map(drop)
}
