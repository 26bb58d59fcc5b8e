//! The page that explains a bundle: plain HTML without scripts, to be read and printed.

use std::fmt::Write;

use earshot_domain::{CallId, format_duration, format_number};
use jiff::tz::TimeZone;

use crate::{
    Error,
    access::local_time,
    exports::encoding::{encoder::FileContext, subject::Subject},
};

/// A call as the page lists it.
pub(super) struct Entry {
    pub(super) id: CallId,
    pub(super) started_at: i64,
    /// Channel and direction.
    pub(super) kind: String,
    /// Seconds.
    pub(super) duration: u32,
    pub(super) project: String,
    /// Labels and paths of its files.
    pub(super) files: Vec<(&'static str, String)>,
    /// What of it is left out, and why.
    pub(super) notes: Vec<String>,
}

const STYLE: &str = "body{font:16px/1.5 sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;\
    overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;\
    padding:.4rem;text-align:left;vertical-align:top}dt{font-weight:bold}dd{margin:0 0 .5rem}\
    tr{break-inside:avoid}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}a{color:#9cf}}";

/// What is never in a bundle.
const NEVER: [&str; 4] = [
    "Numbers and e-mail addresses of other people: they are replaced by marks such as [PHONE], or \
     shortened to their last digits.",
    "What the source verified about other people who called from the same number.",
    "Internal notes, tags, reviews, and the names of staff.",
    "Technical records of the receptionist, such as function calls and analyses, which can name other \
     people.",
];

/// Writes the page.
pub(super) fn write(
    context: &FileContext,
    subject: &Subject,
    calls: &[Entry],
) -> Result<String, Error> {
    let label = escaped(subject.label());
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Personal data of {label}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>Personal data of {label}</h1>\n\
         <p>This bundle answers the person's request for their own data (GDPR article 15).</p>\n\
         <dl>\n"
    );
    for (name, value) in facts(context, subject, calls)? {
        put(&mut page, format_args!("<dt>{name}</dt><dd>{}</dd>\n", escaped(&value)));
    }
    page.push_str("</dl>\n");
    page.push_str(CONTENTS);
    page.push_str("<h2>What was left out, and why</h2>\n<ul>\n");
    for text in left_out(subject, calls) {
        put(&mut page, format_args!("<li>{}</li>\n", escaped(&text)));
    }
    page.push_str("</ul>\n<h2>Calls</h2>\n");
    table(&mut page, calls, &context.zone)?;
    page.push_str("</body>\n</html>\n");
    Ok(page)
}

const CONTENTS: &str = "<h2>What is in it</h2>\n<ul>\n\
    <li>Each call: when it took place, how, and what was said, as text and as JSON. The words of the \
    person stand as they were said, where the original was kept.</li>\n\
    <li>The recording of each call, where consent and the organisation's rules allow it. A recording is \
    whole: nothing in it is replaced.</li>\n\
    <li>What a source verified of the person, and the outcome, sentiment, rating and summary of each \
    call.</li>\n</ul>\n";

fn facts(
    context: &FileContext,
    subject: &Subject,
    calls: &[Entry],
) -> Result<Vec<(&'static str, String)>, Error> {
    let zone = &context.zone;
    let mut facts = vec![("Person", subject.label().to_owned())];
    for (name, values) in [("Numbers", &subject.numbers), ("E-mail addresses", &subject.emails)] {
        if !values.is_empty() {
            facts.push((name, values.join(", ")));
        }
    }
    facts.extend([
        ("Organisation", context.tenant_name.clone()),
        ("Projects", subject.projects.join(", ")),
        ("Request opened", time(subject.opened_at, zone)?),
        ("Answer due", time(subject.due_at, zone)?),
        ("Bundle made", time(subject.made_at, zone)?),
        ("Calls", format_number(calls.len() as u64)),
    ]);
    Ok(facts)
}

fn left_out(subject: &Subject, calls: &[Entry]) -> Vec<String> {
    let mut texts: Vec<String> = NEVER.iter().map(|text| (*text).to_owned()).collect();
    let missing = subject.matched.saturating_sub(calls.len() as u64);
    if missing > 0 {
        texts.push(format!(
            "Calls that were deleted or changed while the bundle was made: {}.",
            format_number(missing)
        ));
    }
    if subject.incomplete {
        texts.push(
            "Calls that arrived shortly before the bundle was made and were not assigned to contacts \
             yet."
            .to_owned(),
        );
    }
    let noted = calls.iter().filter(|call| !call.notes.is_empty()).count() as u64;
    if noted > 0 {
        let calls = if noted == 1 { "call" } else { "calls" };
        texts.push(format!(
            "Parts of {} {calls}: the table gives the reasons.",
            format_number(noted)
        ));
    }
    texts
}

fn table(page: &mut String, calls: &[Entry], zone: &TimeZone) -> Result<(), Error> {
    page.push_str("<table>\n<thead><tr>");
    for heading in ["Started", "Kind", "Duration", "Project", "Files", "Left out"] {
        put(page, format_args!("<th scope=\"col\">{heading}</th>"));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for call in calls {
        let link =
            |(label, path): &(&str, String)| format!("<a href=\"{}\">{label}</a>", escaped(path));
        let links: Vec<String> = call.files.iter().map(link).collect();
        let cells = [
            escaped(&time(call.started_at, zone)?),
            escaped(&call.kind),
            format_duration(call.duration),
            escaped(&call.project),
            links.join(", "),
            escaped(&call.notes.join(" ")),
        ];
        put(page, format_args!("<tr id=\"{}\">", call.id));
        for cell in cells {
            put(page, format_args!("<td>{cell}</td>"));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
    Ok(())
}

fn time(at: i64, zone: &TimeZone) -> Result<String, Error> {
    let at = local_time(at, zone)?;
    Ok(format!("{}, {} {}", at.day, at.time, at.offset))
}

fn put(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = page.write_fmt(text);
}

/// Text of the page, in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}
