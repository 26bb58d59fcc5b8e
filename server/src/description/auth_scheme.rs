//! Who may ask, and what a program shows for it.

use earshot_domain::ProblemCode;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};

/// One way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// Anybody.
    Anyone,
    /// A signed-in person.
    Session,
    /// A program with a key.
    Key,
    /// A program inside the house.
    InternalToken,
    /// A PBX client with an access token.
    PbxToken,
}

const SESSION: &str = "session";
const KEY: &str = "x-api-key";
const BEARER: &str = "bearer";
const INTERNAL_TOKEN: &str = "x-internal-token";
const ORGANIZATION: &str = "x-organization-id";
const ACCESS_TOKEN: &str = "access_token";

impl Door {
    /// What must be shown: any one of these.
    pub(super) fn requirements(self) -> Vec<SecurityRequirement> {
        let one = |name: &str| SecurityRequirement::new(name, Vec::<String>::new());
        match self {
            Self::Anyone => vec![SecurityRequirement::default()],
            Self::Session => vec![one(SESSION)],
            Self::Key => vec![one(KEY), one(BEARER)],
            Self::InternalToken => {
                vec![one(INTERNAL_TOKEN).add(ORGANIZATION, Vec::<String>::new())]
            }
            Self::PbxToken => vec![one(BEARER), one(ACCESS_TOKEN)],
        }
    }

    /// What everybody at this door may be refused with.
    pub(super) const fn refusals(self) -> &'static [ProblemCode] {
        match self {
            Self::Session => &[ProblemCode::NotSignedIn],
            _ => &[],
        }
    }
}

/// Every scheme, by its name.
pub(super) fn schemes(cookie: &'static str) -> Vec<(&'static str, SecurityScheme)> {
    let header = |name: &str, words: &str| {
        SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(name, words)))
    };
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
    let bearer = bearer.description(Some("A key, or an access token of a PBX client."));
    let cookie = ApiKeyValue::with_description(
        cookie,
        "The cookie of a signed-in person; over https its name begins with `__Host-`.",
    );
    let token = ApiKeyValue::with_description(
        ACCESS_TOKEN,
        "An access token of a PBX client. Prefer the header: addresses end up in logs.",
    );
    vec![
        (SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie))),
        (KEY, header(KEY, "A key, `ear_…`.")),
        (BEARER, SecurityScheme::Http(bearer.build())),
        (INTERNAL_TOKEN, header(INTERNAL_TOKEN, "An internal token, `eit_…`.")),
        (ORGANIZATION, header(ORGANIZATION, "The tenant's slug, beside an internal token.")),
        (ACCESS_TOKEN, SecurityScheme::ApiKey(ApiKey::Query(token))),
    ]
}
