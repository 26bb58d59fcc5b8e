//! Downloads of an opened call: transcript and conversation.

use earshot_domain::{CallId, ConversationFormat, Problem};
use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    browser::{close_menu_around, save_from},
    ui::{DoneNotice, Erased, ProblemNotice},
};

/// State of the last download.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Saving {
    None,
    Running,
    Saved,
    Failed(Problem),
}

/// Links whose files the page saves itself, so that it can say how that ended. Without scripts the
/// browser follows them, to the file or to the page of the refusal.
#[component]
pub fn Downloads(
    /// The opened call.
    id: CallId,
) -> impl IntoView {
    let saving = RwSignal::new(Saving::None);
    let transcript = format!("/api/calls/{id}/transcript?format=txt");
    let formats = ConversationFormat::ALL.iter();
    view! {
        <div class="review-downloads">
            <a
                href=transcript.clone()
                class="button"
                rel="external"
                on:click=move |event| save(&event, transcript.clone(), saving)
            >
                "Download transcript"
            </a>
            <details class="menu review-export">
                <summary>"Export conversation"</summary>
                <ul class="menu-body">
                    {formats.map(|format| export(id, *format, saving)).collect_view()}
                </ul>
            </details>
        </div>
        <div class="review-saving">{move || outcome(saving.get())}</div>
    }
    .erased()
}

fn outcome(saving: Saving) -> AnyView {
    match saving {
        Saving::None => ().into_any(),
        Saving::Running => {
            view! { <p class="faint" role="status">"Preparing the file…"</p> }.erased()
        }
        Saving::Saved => view! { <DoneNotice text="The file was saved."/> }.erased(),
        Saving::Failed(problem) => view! { <ProblemNotice problem/> }.erased(),
    }
}

/// Saves the file of a link, unless the browser is asked to open it elsewhere.
fn save(event: &MouseEvent, address: String, saving: RwSignal<Saving>) {
    if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
        return;
    }
    event.prevent_default();
    close_menu_around(event);
    if saving.get_untracked() == Saving::Running {
        return;
    }
    saving.set(Saving::Running);
    leptos::task::spawn_local(async move {
        let ended = match save_from(&address).await {
            Ok(()) => Saving::Saved,
            Err(problem) => Saving::Failed(problem),
        };
        saving.try_set(ended);
    });
}

fn export(id: CallId, format: ConversationFormat, saving: RwSignal<Saving>) -> AnyView {
    let href = format!("/api/calls/{id}/conversation?format={format}");
    let address = href.clone();
    let holds = match format {
        ConversationFormat::Json => "all data of the call",
        ConversationFormat::Csv => "one row per message",
        ConversationFormat::Pdf => "a document to print",
    };
    view! {
        <li>
            <a
                href=href
                rel="external"
                on:click=move |event| save(&event, address.clone(), saving)
            >
                {format.label()}
                " "
                <span class="faint">{holds}</span>
            </a>
        </li>
    }
    .erased()
}
