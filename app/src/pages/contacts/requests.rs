//! Requests of persons for their own data: the open ones with their clock, and those of one contact.

use earshot_domain::{ExportState, SubjectRequest, SubjectRequestState};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::ui::{Erased, PostButton, date_time};

/// Confirmation of the last action on a request.
pub fn request_confirmation(saved: &str) -> Option<&'static str> {
    match saved {
        "request-opened" => {
            Some("The legal request is open and its bundle is being made. Answer it in 30 days.")
        }
        "request-renewed" => Some("The bundle is being made again."),
        "request-closed" => Some("The legal request is closed."),
        _ => None,
    }
}

/// The open requests of all contacts, the earliest deadline first; nothing without any.
#[component]
pub fn OpenRequests(requests: Vec<SubjectRequest>) -> impl IntoView {
    (!requests.is_empty()).then(|| {
        view! {
            <section class="subject-requests" aria-labelledby="open-requests">
                <h2 id="open-requests">"Open legal requests"</h2>
                <RequestList requests named=true/>
            </section>
        }
        .erased()
    })
}

/// The requests of one contact, and the form that opens one.
#[component]
pub fn LegalRequests(
    /// The requests, the latest first.
    requests: Vec<SubjectRequest>,
    /// URL of the contact's page.
    here: String,
    /// Whether other contacts may be the same person.
    unjoined: bool,
) -> impl IntoView {
    let is_open = |request: &SubjectRequest| request.state == SubjectRequestState::Open;
    let form = (!requests.iter().any(is_open)).then(|| {
        view! { <OpenForm action=format!("{here}/requests") unjoined/> }
    });
    view! {
        <section class="subject-requests" aria-labelledby="legal-requests">
            <h2 id="legal-requests">"Request of the person (legal request)"</h2>
            <RequestList requests named=false/>
            {form}
        </section>
    }
    .erased()
}

#[component]
fn OpenForm(action: String, unjoined: bool) -> impl IntoView {
    let join = unjoined.then(|| {
        view! {
            <p class="notice">
                "Calls that were verified as another e-mail address stay out of the bundle. If it is \
                 the same person, join the contacts above first."
            </p>
        }
    });
    view! {
        <form class="subject-request-form" method="post" action=action>
            <p>
                "For a person who asks for their own data (GDPR article 15). It makes a ZIP of all \
                 calls of this contact in your projects: a page to read and print, the transcripts \
                 with the person's own words in full, and the recordings that may be given out. \
                 Other people's numbers and addresses are masked. You have 30 days to answer."
            </p>
            <p class="faint">"Reason: Legal request. It is kept in the audit log."</p>
            {join}
            <button class="button" type="submit">"Open legal request"</button>
        </form>
    }
    .erased()
}

#[component]
fn RequestList(requests: Vec<SubjectRequest>, named: bool) -> impl IntoView {
    (!requests.is_empty()).then(|| {
        let line = move |request| view! { <RequestLine request named/> };
        view! {
            <ul class="entries" aria-label="Legal requests">
                {requests.into_iter().map(line).collect_view()}
            </ul>
        }
        .erased()
    })
}

#[component]
fn RequestLine(request: SubjectRequest, named: bool) -> impl IntoView {
    let contact = format!("/contacts/{}", request.contact_id);
    let label = request.label.clone();
    let name = named.then(|| view! { <A href=contact><bdi>{label}</bdi></A> });
    let overdue = request.deadline.is_overdue();
    let opened = format!("Opened {} by {}", date_time(&request.opened), request.opened_by);
    let (clock, due) = match &request.closed {
        None => (request.deadline.text(), format!("Answer due {}", date_time(&request.due))),
        Some(at) => {
            let by = request.closed_by.as_deref().unwrap_or_default();
            ("Closed".to_owned(), format!("Closed {} by {by}", date_time(at)))
        }
    };
    view! {
        <li class="entry subject-request" data-request-id=request.id.to_string()>
            <div>
                {name}
                <strong class:overdue=overdue && request.closed.is_none()>{clock}</strong>
                <span class="faint">{due}</span>
            </div>
            <div><span class="faint">{opened}</span></div>
            <div class="contact-actions"><RequestActions request=request.clone()/></div>
        </li>
    }
    .erased()
}

/// What can be done next: read the bundle, make it again, close the request.
#[component]
fn RequestActions(request: SubjectRequest) -> impl IntoView {
    let bundle = format!("/exports/{}", request.export_id);
    let open = request.state == SubjectRequestState::Open;
    let action = |verb: &str| format!("/contacts/requests/{}/{verb}", request.id);
    let of = &request.label;
    let again = (open && !request.bundle.is_active()).then(|| {
        let label = format!("Make again the bundle of {of}");
        view! { <PostButton action=action("bundle") text="Make again" label/> }
    });
    let close = open.then(|| {
        if !request.downloaded {
            let text = "Download the bundle to close the request.";
            return view! { <span class="faint">{text}</span> }.erased();
        }
        let label = format!("Close request of {of}");
        view! { <PostButton action=action("close") text="Close request" label/> }.erased()
    });
    view! {
        <A href=bundle>{bundle_text(&request)}</A>
        {again}
        {close}
    }
    .erased()
}

fn bundle_text(request: &SubjectRequest) -> &'static str {
    match request.bundle {
        ExportState::Queued | ExportState::Running => "The bundle is being made",
        ExportState::Completed if request.downloaded => "Bundle, downloaded",
        ExportState::Completed => "Bundle, ready to download",
        ExportState::Expired => "The bundle has expired",
        ExportState::Failed | ExportState::Cancelled | ExportState::Empty => {
            "The bundle was not made"
        }
    }
}
