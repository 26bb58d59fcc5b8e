//! Sign-in and sign-out.

use earshot_domain::ProblemCode as P;
use utoipa::openapi::Type;

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::text,
    operation::{Operation, post},
};

/// The area in the document.
pub(in crate::description) const AREA: Area =
    Area { name: "Sessions", description: "Sign in and sign out.", operations };

fn operations() -> Vec<Operation> {
    vec![
        post("/sign-in", "sign_in", "Sign in")
            .description(
                "For browsers: the response is a cookie and a redirect, or the form again.",
            )
            .form(&[
                text("email", "The person's e-mail address.").example("admin@harbour.example"),
                text("password", "The password.").example("earshot-demo"),
                text("next", "The page to open afterwards.").example("/calls"),
            ])
            .security(&[AuthScheme::None])
            .redirect("Signed in: redirects to `next`.")
            .response_header(303, "set-cookie", "The session cookie.", Type::String)
            .file(401, "text/html", "The e-mail address or password is incorrect.")
            .file(429, "text/html", "Too many attempts.")
            .response_header(429, "retry-after", "Seconds to wait.", Type::Integer)
            .problems(&[P::Malformed, P::CrossSite, P::Internal, P::Busy]),
        sign_out("/sign-out", "sign_out", "End this session"),
        sign_out("/sign-out-everywhere", "sign_out_everywhere", "End every session of the person"),
    ]
}

fn sign_out(path: &'static str, id: &'static str, summary: &str) -> Operation {
    post(path, id, summary)
        .security(&[AuthScheme::Session])
        .redirect("Signed out.")
        .response_header(303, "set-cookie", "Clears the session cookie.", Type::String)
        .standard_problems()
}
