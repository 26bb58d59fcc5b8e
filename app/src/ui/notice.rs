//! Notices: what was done, and what went wrong.

use earshot_domain::{FieldError, Problem, ProblemCode};
use leptos::prelude::*;

use super::Erased;
use crate::browser::sign_in_href;

/// Confirms what was done.
#[component]
pub fn DoneNotice(
    /// The confirmation.
    text: &'static str,
) -> impl IntoView {
    view! { <p class="notice" role="status">{text}</p> }.erased()
}

/// States what happened and what to do, in place of what was asked for.
#[component]
pub fn ProblemNotice(
    problem: Problem,
    /// Section of the help page, where another explains it better than that of its code.
    #[prop(optional)]
    help: Option<&'static str>,
) -> impl IntoView {
    use ProblemCode as P;
    let Problem { code, detail, fields, request_id, .. } = problem;
    let request_id = request_id.filter(|_| code == P::Internal);
    // The detail of these problems names the fields as programs know them.
    let by_label = matches!(code, P::InvalidValue | P::UnknownParameter | P::OptionForbidden);
    view! {
        <div class="notice notice-problem" role="alert">
            <strong>{code.label()}</strong>
            {if by_label && !fields.is_empty() {
                view! { <FieldErrors errors=fields/> }.erased()
            } else {
                view! { <p>{detail}</p> }.erased()
            }}
            {request_id.map(|id| view! { <p class="faint">"Request ID: "<code>{id}</code></p> })}
            {if code == P::NotSignedIn {
                view! { <a href=sign_in_href() rel="external">"Sign in again"</a> }.erased()
            } else if code == P::Unreachable {
                ().into_any()
            } else {
                view! {
                    <a href=help.unwrap_or_else(|| help_anchor(code)) rel="external">"Help with this"</a>
                }
                    .erased()
            }}
        </div>
    }
    .erased()
}

/// Lists fields, by their labels, with their errors.
#[component]
pub fn FieldErrors(errors: Vec<FieldError>) -> impl IntoView {
    let item = |error: FieldError| {
        let label = error.label().to_owned();
        view! { <li><strong>{label}</strong>" "{error.message}"."</li> }
    };
    view! { <ul>{errors.into_iter().map(item).collect_view()}</ul> }.erased()
}

/// States the errors of some fields beside them.
#[component]
pub fn FieldProblems(
    /// The errors of the whole form.
    errors: Vec<FieldError>,
    /// The fields.
    of: Vec<&'static str>,
) -> impl IntoView {
    let item = |error: FieldError| {
        let message = format!("{} {}.", error.label(), error.message);
        view! { <p class="field-problem">{message}</p> }
    };
    let errors = errors.into_iter().filter(|error| of.contains(&&*error.field));
    errors.map(item).collect_view().erased()
}

/// The section of the help page that explains a problem.
const fn help_anchor(code: ProblemCode) -> &'static str {
    use ProblemCode as P;
    match code {
        P::TooManyResults => "/help#too-many-results",
        P::RateLimited => "/help#rate-limited",
        P::AlreadyInProgress => "/help#already-in-progress",
        P::EmptyExport => "/help#empty-export",
        P::NoMatches | P::ProjectRequired => "/help#export-disabled",
        P::RecordingBlocked => "/help#play-disabled",
        P::UnlockRefused => "/help#unlock-refused",
        P::GrantExpired => "/help#link-expired",
        P::Conflict => "/help#changed-meanwhile",
        _ => "/help",
    }
}
