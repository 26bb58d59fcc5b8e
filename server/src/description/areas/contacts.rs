//! Contacts: joining, keeping apart and separating; requests of persons for their own data.

use earshot_domain::ProblemCode as P;

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, id},
    operation::{Operation, post},
};

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Contacts",
    description: "Who was on the other side of calls; for Client Admin and Client Manager.",
    operations,
};

fn operations() -> Vec<Operation> {
    let other = || id("identity_id", "The number or address of the other contact.");
    vec![
        action("merge", "merge_contact", "Join the contact of a suggestion", &other()),
        action("dismiss", "dismiss_merge", "Keep the contact of a suggestion apart", &other()),
        action(
            "split",
            "split_contact",
            "Separate a number or address",
            &id("identity_id", "The number or address, which becomes a contact of its own."),
        )
        .problems(&[P::Conflict]),
        request(post(
            "/contacts/{contact_id}/requests",
            "open_subject_request",
            "Open the request of a person for their own data and start its bundle",
        ))
        .description(
            "For Client Admin. The bundle is a background export; the request is answered within \
             30 days.",
        )
        .path_parameter(&id("contact_id", "The contact that the person is."))
        .problems(&[P::OptionForbidden, P::RateLimited, P::NoMatches]),
        request(post(
            "/contacts/requests/{request_id}/bundle",
            "renew_subject_request_bundle",
            "Make the bundle of an open request again",
        ))
        .path_parameter(&id("request_id", "The request."))
        .problems(&[P::OptionForbidden, P::RateLimited, P::NoMatches]),
        request(post(
            "/contacts/requests/{request_id}/close",
            "close_subject_request",
            "Close a request whose bundle was downloaded",
        ))
        .path_parameter(&id("request_id", "The request.")),
    ]
}

fn request(operation: Operation) -> Operation {
    operation
        .security(&[AuthScheme::Session])
        .empty(204, "Done.")
        .redirect("With `text/html`: redirects to the contact's page, or to the Contacts page.")
        .problems(&[P::NotFound, P::Conflict])
        .standard_problems()
}

fn action(verb: &str, name: &'static str, summary: &str, identity: &Field) -> Operation {
    post(format!("/contacts/{{contact_id}}/identities/{{identity_id}}/{verb}"), name, summary)
        .security(&[AuthScheme::Session])
        .path_parameter(&id("contact_id", "The contact."))
        .path_parameter(identity)
        .empty(204, "Done.")
        .redirect("With `text/html`: redirects to the contact's page.")
        .problems(&[P::NotFound])
        .standard_problems()
}
