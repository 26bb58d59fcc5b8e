//! The input encoding that hands a form's pairs to a server function as they stand (ADR 2).

use earshot_domain::FormPairs;
use http::Method;
use leptos::server_fn::{
    ContentType,
    codec::{Encoding, FromReq, IntoReq},
    request::ClientReq,
};

use super::{ApiError, exports::ExportCalls};

/// A urlencoded form in the body of a `POST`. The encodings of `server_fn` read a body into named
/// fields at once: they refuse a repeated name and drop an unknown one. This one leaves both to the
/// function.
pub struct FormBody;

impl ContentType for FormBody {
    const CONTENT_TYPE: &'static str = FormPairs::CONTENT_TYPE;
}

impl Encoding for FormBody {
    const METHOD: Method = Method::POST;
}

impl<Request: ClientReq<ApiError>> IntoReq<FormBody, Request, ApiError> for ExportCalls {
    fn into_req(self, path: &str, accepts: &str) -> Result<Request, ApiError> {
        Request::try_new_post(path, FormBody::CONTENT_TYPE, accepts, self.form.encode())
    }
}

#[cfg(feature = "ssr")]
impl FromReq<FormBody, axum::extract::Request, ApiError> for ExportCalls {
    async fn from_req(request: axum::extract::Request) -> Result<Self, ApiError> {
        use axum::extract::{FromRequest, RawForm};

        let form = read_form(RawForm::from_request(request, &()).await);
        Ok(Self { form: form.map_err(|unreadable| ApiError::refuse(unreadable.into()))? })
    }
}

/// The pairs of a form that a request was found to hold.
#[cfg(feature = "ssr")]
pub fn read_form(
    form: Result<axum::extract::RawForm, axum::extract::rejection::RawFormRejection>,
) -> Result<FormPairs, earshot_domain::UnreadableForm> {
    use axum::{extract::RawForm, http::StatusCode, response::IntoResponse};
    use earshot_domain::UnreadableForm;

    let RawForm(body) = form.map_err(|rejection| match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => UnreadableForm::TooLarge,
        _ => UnreadableForm::Malformed,
    })?;
    FormPairs::decode(&body)
}

// The browser's half needs it to compile and never calls it: a browser reads no requests.
#[cfg(not(feature = "ssr"))]
impl FromReq<FormBody, leptos::server_fn::request::BrowserMockReq, ApiError> for ExportCalls {
    async fn from_req(_: leptos::server_fn::request::BrowserMockReq) -> Result<Self, ApiError> {
        Err(ApiError(earshot_domain::UnreadableForm::Malformed.into()))
    }
}
