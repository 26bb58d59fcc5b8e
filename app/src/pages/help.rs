//! Help page: answers to common issues, each at an anchor that messages elsewhere link to.

use earshot_domain::{BACKGROUND_CALLS, MAX_CHOSEN_CALLS, format_number};
use leptos::prelude::*;

use crate::{
    api::{HelpPage, load, load_help},
    frame::page_frame,
    ui::Erased,
};

/// One answer of the page.
struct Answer {
    /// The anchor.
    id: &'static str,
    title: &'static str,
    /// The text, with placeholders of limits.
    text: &'static str,
}

/// The placeholders of the texts with their values; `export_limit` is set by the operator.
fn limits(export_limit: u64) -> [(&'static str, String); 3] {
    [
        ("{limit}", format_number(export_limit)),
        ("{chosen}", format_number(MAX_CHOSEN_CALLS as u64)),
        ("{waited}", format_number(BACKGROUND_CALLS)),
    ]
}

const fn answer(id: &'static str, title: &'static str, text: &'static str) -> Answer {
    Answer { id, title, text }
}

/// Every answer, in the order of the page.
const ANSWERS: [Answer; 23] = [
    answer(
        "export-disabled",
        "Why is Export CSV disabled?",
        "The reason is shown beside the button: no calls match the filters, more than {limit} calls \
         match, no project is selected, or one of your exports is still running. Resolve it, then \
         search again.",
    ),
    answer(
        "too-many-results",
        "Too many results",
        "A CSV file contains at most {limit} calls. Narrow the dates or add a filter, then search again. \
         Client Admin and Client Manager can export any number in the background instead.",
    ),
    answer(
        "rate-limited",
        "Rate limited",
        "Too many exports were started, or too many sign-ins failed, in a short time. The message \
         says how long to wait. Nothing was lost.",
    ),
    answer(
        "already-in-progress",
        "Already in progress",
        "Each person can run one export at a time. Wait until the current export has finished, or \
         cancel it in its own tab or on the Exports page.",
    ),
    answer(
        "empty-export",
        "Empty export result",
        "Calls matched when you searched, but none were available when the export ran: they were \
         deleted or are no longer in your projects. No file is saved. Change the filters and \
         search again.",
    ),
    answer(
        "left-out",
        "Some calls were left out",
        "Calls that were deleted, or removed from your projects, while the file was being written \
         are counted as left out, so that the file always agrees with the number of matches. The \
         page of a background export gives the reasons.",
    ),
    answer(
        "transcript-download",
        "Why is there no transcript to download?",
        "Transcript files are available to Client Admin only, for calls with an available \
         transcript. The opened call says why a transcript is missing: none was received, the call \
         is still in progress, its retention period has ended, or personal details could not be \
         removed safely.",
    ),
    answer(
        "recording-not-loading",
        "The recording does not load",
        "Your session may have ended, the server may be busy, or the call is no longer in your \
         projects. Return to Calls, sign in again if asked, and open the call again.",
    ),
    answer(
        "play-disabled",
        "Why can a recording not be played?",
        "The card gives the reason: the call was not recorded or its recording is no longer \
         available, the caller's consent is denied, missing or unknown, or playback is not \
         confirmed as compliant. Where the source gives no information, a Client Admin can set \
         both, with evidence, on the card or for a whole import under Settings. Client Staff can \
         play recordings only if the organisation allows it.",
    ),
    answer(
        "unlock-refused",
        "Why can a call not be unlocked?",
        "PII unlock demands the caller's consent with its evidence, as playing the recording does. \
         Where it is missing, a Client Admin can set both, with evidence, on the Call recording card. \
         An organisation that keeps no text from before redaction has none to unlock. Every request \
         is recorded, also one that is refused.",
    ),
    answer(
        "link-expired",
        "A recording link has expired",
        "A playback link must be used within five minutes; a download link can be used once, within \
         one minute. Press Play or Download recording again.",
    ),
    answer(
        "download-disabled",
        "Why is Download recording disabled?",
        "Client Admin and Client Manager can download a recording if the organisation is entitled \
         to downloads and the recording may be played. Client Staff can never download one; a \
         Client Admin can send them a copy.",
    ),
    answer(
        "recording-too-many",
        "Too many requests for recordings",
        "The number of playback and download requests is limited. The message says how long to \
         wait.",
    ),
    answer(
        "changed-meanwhile",
        "Changed by someone else",
        "Someone else changed the same line, or claimed the same call, while you had it open. \
         Nothing was lost: the page shows their change, and your text is still in its field. \
         Review it, then submit yours again if it is still correct.",
    ),
    answer(
        "correct-dispute",
        "Correcting and disputing a line",
        "Press the button that appears beside a line. A correction takes effect immediately; the \
         previous text stays in the history. A dispute leaves the line unchanged until a Client \
         Admin other than the person who raised it accepts or rejects it. Client Staff can \
         annotate lines. Personal details are removed from everything you write.",
    ),
    answer(
        "text-search",
        "How the text search works",
        "Every word you enter must be the beginning of a word in the summary or the transcript; \
         case and accents are ignored. Chinese, Japanese, Korean, Thai and other scripts without spaces \
         are found anywhere in the text. Personal details are removed from transcripts, so phone \
         numbers, e-mail addresses, health identifiers and dates of birth cannot be searched for.",
    ),
    answer(
        "caller-search",
        "How the caller search works",
        "Enter a full number in any usual spelling, or its last four digits or more; a SIP address; \
         or Withheld for callers who withheld their number. A number without a country code is read as \
         in the country of the project. Client Staff see masked callers and cannot search by caller.",
    ),
    answer(
        "background-exports",
        "Exports in the background",
        "Tick calls, at most {chosen}, and press Export, or press Export filter for all that match. Below \
         {waited} calls the page waits and the download starts by itself; from {waited} calls on the export \
         runs in the background, even while you are signed out, and a mail with a link is sent to you when it \
         ends, if the operator has set up mail. Files have 5,000 calls each and can be \
         downloaded for 7 days; a Client Admin or the author can end the links earlier. Each \
         organisation runs three background exports at a time, and further ones wait. On the page of \
         a new export, Choose single columns offers the columns of a table; Order the ticked columns, Up \
         and Down set their order, which saved columns and Export again keep.",
    ),
    answer(
        "export-formats",
        "Which format for what",
        "CSV and Excel (XLSX) are tables for spreadsheets and other systems, and Parquet is a table \
         for analysis. JSON and JSON Lines hold all included data for programs: JSON as one array, JSON \
         Lines with one call a line, which large files need. PDF holds transcripts to read and \
         print. ZIP holds a file for each call and, if included, the recordings that you may \
         download, whose names can follow a template of yours.",
    ),
    answer(
        "open-csv",
        "Opening a CSV in a spreadsheet",
        "Do not open the file with a double click: import it. In Excel choose Data, From Text/CSV, and set \
         the file origin to UTF-8, the delimiter to comma and the columns with numbers and ids to text, \
         so that no digits are lost. In LibreOffice choose UTF-8 and comma in the dialog. In Google Sheets \
         choose File, Import and do not convert text to numbers.",
    ),
    answer(
        "for-excel",
        "What For Excel does",
        "A CSV file with For Excel begins with a byte order mark, by which Excel recognises UTF-8 and shows \
         accented letters correctly, even after a double click. An apostrophe keeps text that looks like \
         a number or a date, such as 07700900124 or 1/2, from being changed. A semicolon inside a text \
         becomes the Greek question mark, which looks the same, because Excel splits at semicolons in much \
         of Europe. Excel cuts a cell after 32,767 characters, about 40 minutes of conversation: export \
         long calls as an Excel file (XLSX), which continues such cells in a second sheet. The page of \
         a background export says how many cells are longer. Leave For Excel out for other programs.",
    ),
    answer(
        "anonymise",
        "When to anonymise",
        "Anonymise when files leave the organisation or are used for statistics, training or tests. Callers \
         and customers are replaced by pseudonyms: the same caller has the same pseudonym in the whole \
         export, and another one in the next export. Personal details in transcripts are removed with and \
         without it.",
    ),
    answer(
        "spreadsheet",
        "An apostrophe in the CSV",
        "Text that a spreadsheet could run as a formula, including phone numbers with a plus sign, \
         begins with an apostrophe in the file. This keeps the file safe to open; remove it when a \
         program reads the file. If accented letters look wrong, export again with the option For \
         Excel.",
    ),
];

/// The help page.
#[component]
pub fn HelpPageView() -> impl IntoView {
    let page = load(|| (), |()| load_help());
    page_frame("Help", page, |page| view! { <Answers page/> }.erased())
}

#[component]
fn Answers(page: HelpPage) -> impl IntoView {
    let limits = limits(page.export_limit);
    let answer = |Answer { id, title, text }: Answer| {
        let text =
            limits.iter().fold(text.to_owned(), |text, (name, limit)| text.replace(name, limit));
        view! {
            <section id=id class="answer">
                <h2>{title}</h2>
                <p>{text}</p>
            </section>
        }
    };
    view! {
        <h1>"Help"</h1>
        <p class="lead">
            "Common issues and how to resolve them. For integrations, see the "
            <a href="/help/api" rel="external">"API reference"</a>"."
        </p>
        <div class="answers">{ANSWERS.into_iter().map(answer).collect_view()}</div>
    }
    .erased()
}
