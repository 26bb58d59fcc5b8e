//! Problems as pages show them.

use earshot_domain::{Problem, ProblemCode};
use leptos::prelude::*;

use crate::ui::Erased;

/// The part of the help page that explains a problem.
const fn help_anchor(code: ProblemCode) -> &'static str {
    use ProblemCode as P;
    match code {
        P::TooManyResults => "/help#too-many-results",
        P::RateLimited => "/help#rate-limited",
        P::AlreadyInProgress => "/help#already-in-progress",
        P::EmptyExport => "/help#empty-export",
        P::NoMatches | P::ProjectRequired => "/help#export-disabled",
        P::RecordingBlocked => "/help#play-disabled",
        P::GrantExpired => "/help#link-expired",
        P::Conflict => "/help#changed-meanwhile",
        _ => "/help",
    }
}

/// What happened and what to do, in place of what was asked for.
#[component]
pub fn ProblemNotice(problem: Problem) -> impl IntoView {
    let fields = problem.fields.clone();
    view! {
        <div class="notice notice-problem" role="alert">
            <strong>{problem.code.label()}</strong>
            <p>{problem.detail.clone()}</p>
            {(fields.len() > 1)
                .then(|| {
                    let item = |error: earshot_domain::FieldError| {
                        view! { <li><code>{error.field}</code>" "{error.message}</li> }
                    };
                    view! { <ul>{fields.into_iter().map(item).collect_view()}</ul> }
                })}
            {if problem.code == ProblemCode::NotSignedIn {
                view! { <a href="/sign-in" rel="external">"Sign in"</a> }
            } else {
                view! { <a href=help_anchor(problem.code) rel="external">"Help with this"</a> }
            }}
        </div>
    }
    .erased()
}

/// A whole HTML page for a problem, without scripts; `pkg` is the folder of the style sheet.
#[cfg(feature = "ssr")]
pub fn document(pkg: &str, problem: &Problem, request_id: &str) -> String {
    let style = format!("/{pkg}/earshot.css");
    let title = format!("{} · Earshot", problem.code.label());
    let request_id = request_id.to_owned();
    let problem = problem.clone();
    let page = Owner::new().with(|| {
        view! {
            <html lang="en-GB">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{title}</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                    <link rel="stylesheet" href=style/>
                </head>
                <body class="plain">
                    <main class="plain-main">
                        <h1>{problem.code.label()}</h1>
                        <ProblemNotice problem/>
                        <p><a class="button" href="/calls">"Back to the calls"</a></p>
                        <p class="faint">"Request id "<code>{request_id}</code></p>
                    </main>
                </body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>{page}")
}
