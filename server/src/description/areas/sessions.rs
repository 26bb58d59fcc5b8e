//! Signing in and out.

use earshot_domain::ProblemCode as P;
use utoipa::openapi::Type;

use crate::description::{
    auth_scheme::Door,
    field::text,
    operation::{Described, post},
};

pub(in crate::description) const AREA: &str = "Sessions";

pub(in crate::description) fn operations() -> Vec<Described> {
    vec![
        post("/sign-in", "sign_in", "Sign in")
            .says("For browsers: the answer is a cookie and a redirect, or the form again.")
            .form(&[
                text("email", "The person's e-mail address.").example("admin@harbour.example"),
                text("password", "Their password.").example("earshot-demo"),
                text("next", "The page to go on to.").example("/calls"),
            ])
            .open_to(&[Door::Anyone])
            .redirects("Signed in, or the page that was asked for.")
            .tells(303, "set-cookie", "The session.", Type::String)
            .file(401, "text/html", "The address and the password do not fit.")
            .file(429, "text/html", "Too many attempts.")
            .tells(429, "retry-after", "Seconds to wait.", Type::Integer)
            .refuses(&[P::Malformed, P::CrossSite, P::Internal, P::Busy]),
        sign_out("/sign-out", "sign_out", "End this session"),
        sign_out("/sign-out-everywhere", "sign_out_everywhere", "End every session of the person"),
    ]
}

fn sign_out(path: &'static str, id: &'static str, summary: &str) -> Described {
    post(path, id, summary)
        .open_to(&[Door::Session])
        .redirects("Signed out.")
        .tells(303, "set-cookie", "An empty session.", Type::String)
        .our_refusals()
}
