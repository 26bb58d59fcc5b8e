//! The HTML document of a problem.

use earshot_domain::Problem;
use leptos::prelude::*;

use crate::ui::ProblemNotice;

/// Renders a problem as an HTML page without scripts; `pkg` is the folder of the style sheet.
pub fn document(pkg: &str, problem: &Problem, request_id: &str) -> String {
    let style = format!("/{pkg}/earshot.css");
    let title = format!("{} · Earshot", problem.code.label());
    let request_id = request_id.to_owned();
    let problem = problem.clone();
    // The way out of the person's running export.
    let running = problem.export_id.map(|id| {
        view! {
            <form method="post" action="/api/exports/cancel">
                <input type="hidden" name="export_id" value=id.to_string()/>
                <button class="button" type="submit">"Cancel the running export"</button>
            </form>
        }
    });
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
                        {running}
                        <p><a class="button" href="/calls">"Back to calls"</a></p>
                        <p class="faint">"Request ID "<code>{request_id}</code></p>
                    </main>
                </body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>{page}")
}
