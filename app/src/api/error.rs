//! Error type of server functions.

use earshot_domain::{Problem, ProblemCode};
use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};

/// A problem returned by a server function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError(pub Problem);

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        if matches!(error, ServerFnErrorErr::Request(_)) {
            return Self(Problem::unreachable());
        }
        let detail = "The request could not be processed. Reload the page.";
        Self(Problem::new(ProblemCode::Malformed, detail))
    }
}

#[cfg(feature = "ssr")]
impl ApiError {
    /// Returns the error and sets the status of the response; while a page is rendered, the page's.
    pub(super) fn refuse(problem: Problem) -> Self {
        set_status(problem.code);
        Self(problem)
    }
}

/// Sets the status of the response to that of a problem.
#[cfg(feature = "ssr")]
pub(super) fn set_status(code: ProblemCode) {
    let response = leptos::prelude::use_context::<leptos_axum::ResponseOptions>();
    let status = http::StatusCode::from_u16(code.status());
    if let (Some(response), Ok(status)) = (response, status) {
        response.set_status(status);
    }
}

#[cfg(feature = "ssr")]
impl From<earshot_backend::Error> for ApiError {
    fn from(error: earshot_backend::Error) -> Self {
        error.log();
        Self::refuse(error.problem())
    }
}
