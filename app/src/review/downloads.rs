//! Downloads of an opened call: transcript and conversation.

use earshot_domain::{CallId, ConversationFormat};
use leptos::prelude::*;

use crate::ui::Erased;

/// Plain links, so that the browser saves the files itself, with and without scripts.
#[component]
pub fn Downloads(
    /// The opened call.
    id: CallId,
) -> impl IntoView {
    view! {
        <div class="review-downloads">
            <a href=format!("/api/calls/{id}/transcript?format=txt") class="button" download rel="external">
                "Download transcript"
            </a>
            <details class="menu review-export">
                <summary>"Export conversation"</summary>
                <ul class="menu-body">
                    {ConversationFormat::ALL.iter().map(|format| export(id, *format)).collect_view()}
                </ul>
            </details>
        </div>
    }
    .erased()
}

fn export(id: CallId, format: ConversationFormat) -> AnyView {
    let href = format!("/api/calls/{id}/conversation?format={format}");
    let holds = match format {
        ConversationFormat::Json => "all data of the call",
        ConversationFormat::Csv => "one row per message",
        ConversationFormat::Pdf => "a document to print",
    };
    view! {
        <li>
            <a href=href download rel="external">
                {format.label()}
                " "
                <span class="faint">{holds}</span>
            </a>
        </li>
    }
    .erased()
}
