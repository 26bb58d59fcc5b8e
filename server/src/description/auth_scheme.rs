//! Authentication schemes and the credentials each requires.

use earshot_domain::ProblemCode;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};

/// One way to authenticate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AuthScheme {
    /// No authentication.
    None,
    /// Session cookie of a signed-in person.
    Session,
    /// API key of a program.
    ApiKey,
    /// Internal token, with the organisation it acts for.
    InternalToken,
    /// Access token of a PBX client.
    PbxToken,
}

const SESSION: &str = "session";
const API_KEY: &str = "x-api-key";
const BEARER: &str = "bearer";
const INTERNAL_TOKEN: &str = "x-internal-token";
const ORGANIZATION: &str = "x-organization-id";
const ACCESS_TOKEN: &str = "access_token";

impl AuthScheme {
    /// Alternative requirements, of which a request must meet one.
    pub(super) fn requirements(self) -> Vec<SecurityRequirement> {
        let one = |name: &str| SecurityRequirement::new(name, Vec::<String>::new());
        match self {
            Self::None => vec![SecurityRequirement::default()],
            Self::Session => vec![one(SESSION)],
            Self::ApiKey => vec![one(API_KEY), one(BEARER)],
            Self::InternalToken => {
                vec![one(INTERNAL_TOKEN).add(ORGANIZATION, Vec::<String>::new())]
            }
            Self::PbxToken => vec![one(BEARER), one(ACCESS_TOKEN)],
        }
    }

    /// Problems that every operation with this scheme can answer with.
    pub(super) const fn problems(self) -> &'static [ProblemCode] {
        match self {
            Self::Session => &[ProblemCode::NotSignedIn],
            _ => &[],
        }
    }
}

/// The security schemes of the document, by name.
pub(super) fn schemes(cookie: &'static str) -> Vec<(&'static str, SecurityScheme)> {
    let header = |name: &str, description: &str| {
        SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(name, description)))
    };
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
    let bearer = bearer.description(Some("An API key, or the access token of a PBX client."));
    let cookie = ApiKeyValue::with_description(
        cookie,
        "The session cookie of a signed-in person. Over HTTPS its name begins with `__Host-`.",
    );
    let token = ApiKeyValue::with_description(
        ACCESS_TOKEN,
        "The access token of a PBX client. Prefer the `Authorization` header.",
    );
    vec![
        (SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie))),
        (API_KEY, header(API_KEY, "An API key, `ear_…`.")),
        (BEARER, SecurityScheme::Http(bearer.build())),
        (INTERNAL_TOKEN, header(INTERNAL_TOKEN, "An internal token, `eit_…`.")),
        (ORGANIZATION, header(ORGANIZATION, "The tenant's slug; required with an internal token.")),
        (ACCESS_TOKEN, SecurityScheme::ApiKey(ApiKey::Query(token))),
    ]
}
