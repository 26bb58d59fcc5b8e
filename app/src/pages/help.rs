//! Answers to what people run into; messages elsewhere link to its parts.

use earshot_domain::Profile;
use leptos::prelude::*;

use crate::{
    api::{load, load_profile},
    frame::page_frame,
    ui::Erased,
};

/// Questions with their answers, each under an address of its own.
const ANSWERS: [(&str, &str, &str); 17] = [
    (
        "export-disabled",
        "Export CSV... cannot be pressed",
        "The reason stands beside it: no call matches the filters, more than 10,000 calls match, \
         a project must be picked first, or one of your exports is still running. Put that right \
         and search again.",
    ),
    (
        "too-many-results",
        "Too many results",
        "A CSV holds at most 10,000 calls. Narrow the dates or add a filter, then search again. \
         For a whole year, export month by month.",
    ),
    (
        "rate-limited",
        "Rate limited",
        "Too many exports were started, or too many sign-ins failed, in a short time. The message \
         says how long to wait. Nothing was lost.",
    ),
    (
        "already-in-progress",
        "Already in progress",
        "Each person can run one export at a time. Wait until the running one has finished, or \
         cancel it: in its own tab, or on the Exports page.",
    ),
    (
        "empty-export",
        "Empty export result",
        "Calls matched when you searched, but none was there any more when the export ran: they \
         were deleted or are no longer in your projects. No file is saved. Change the filters and \
         search again.",
    ),
    (
        "left-out",
        "Some calls were left out",
        "Calls that were deleted, or left your projects, while the file was being written are \
         counted as left out, so that the file and the number of matches can always be compared.",
    ),
    (
        "transcript-download",
        "There is no transcript to download",
        "Transcript files are for Client Admin, and only for calls whose transcript is there. The \
         opened call says why a transcript is missing: none was sent, the call still goes on, its \
         retention period is over, or personal details could not be removed safely.",
    ),
    (
        "recording-not-loading",
        "The recording does not load",
        "Your session may be over, the server may be busy, or the call is no longer in your \
         projects. Go back to Calls, sign in again if you are asked to, and open the call anew.",
    ),
    (
        "play-disabled",
        "There is no Play",
        "The card says why: the call was not recorded or its recording is gone, the caller's \
         consent is denied, missing or unknown, or playback is not shown to be compliant. Where \
         the source said nothing, a Client Admin can set both with the evidence: on the card, or \
         for a whole import under Settings. \
         Client Staff can play only where the organisation lets them.",
    ),
    (
        "link-expired",
        "A link to a recording has run out",
        "Leave to play lasts five minutes until it is used, and leave to download one minute and \
         once. Press Play, or Download recording, again.",
    ),
    (
        "download-disabled",
        "Download recording cannot be pressed",
        "Client Admin and Client Manager can download where the organisation is entitled to and \
         the recording may be played. Client Staff never can: a Client Administrator can send \
         them a copy.",
    ),
    (
        "recording-too-many",
        "Too many requests for recordings",
        "Play and Download are limited in number. The message says how long to wait.",
    ),
    (
        "changed-meanwhile",
        "Changed meanwhile",
        "Somebody else changed the same line, or took the same call, while you had it open. Nothing \
         of either of you is lost: the page shows what they did, and your text is still in its \
         field. Look at it, then send yours once more if it is still right.",
    ),
    (
        "correct-dispute",
        "Correcting and disputing a line",
        "Press a line's own button, which appears beside it. A correction stands at once and keeps \
         the old text in the history. A dispute leaves the line as it is until a Client Admin, \
         other than the one who raised it, accepts or rejects it. Client Staff can annotate lines. \
         Personal details are removed from everything you write.",
    ),
    (
        "text-search",
        "How the text search works",
        "Every word you type must begin a word of the summary or the transcript; capitals and \
         accents do not matter. Personal details are removed from transcripts, so numbers, e-mail \
         addresses, health ids and dates of birth cannot be searched for.",
    ),
    (
        "caller-search",
        "How the caller search works",
        "Type a whole number, or its last 4, 6 or 8 digits. Client Staff see callers masked and \
         cannot search by caller.",
    ),
    (
        "spreadsheet",
        "An apostrophe in the CSV",
        "Text that a spreadsheet could run as a formula begins with an apostrophe in the file, \
         phone numbers with a plus sign too. It keeps the file safe to open; take it away when a \
         program reads the file instead. If letters with accents look wrong, export again with \
         the byte order mark.",
    ),
];

/// The help page.
#[component]
pub fn HelpPage() -> impl IntoView {
    let profile = load(|| (), |()| load_profile());
    page_frame("Help", profile, Profile::clone, |_| view! { <Answers/> }.erased())
}

#[component]
fn Answers() -> impl IntoView {
    let answer = |(id, question, answer): (&'static str, &'static str, &'static str)| {
        view! {
            <section id=id class="answer">
                <h2>{question}</h2>
                <p>{answer}</p>
            </section>
        }
    };
    view! {
        <h1>"Help"</h1>
        <p class="lead">
            "Common issues, and what to do about them. What programs can ask is on the "
            <a href="/help/api" rel="external">"API page"</a>"."
        </p>
        <div class="answers">{ANSWERS.into_iter().map(answer).collect_view()}</div>
    }
    .erased()
}
