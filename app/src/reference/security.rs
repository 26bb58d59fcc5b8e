//! Credentials that the security requirements of an operation accept.

use serde_json::Value;

/// Credentials that meet one security requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credentials {
    /// None at all.
    None,
    /// The session cookie of a signed-in person.
    Session,
    /// An API key.
    ApiKey,
    /// An internal token.
    InternalToken,
    /// The access token of a PBX client.
    PbxToken,
}

impl Credentials {
    /// Schemes of the document and the credentials they take. `bearer` is missing: it is another
    /// way to send an API key or an access token, whose own scheme is always beside it.
    const BY_SCHEME: [(&'static str, Self); 4] = [
        ("session", Self::Session),
        ("x-api-key", Self::ApiKey),
        ("x-internal-token", Self::InternalToken),
        ("access_token", Self::PbxToken),
    ];

    /// Credentials of a `security` member, in its order.
    pub(super) fn all(security: &Value) -> Vec<Self> {
        security.as_array().into_iter().flatten().filter_map(Self::of).collect()
    }

    fn of(requirement: &Value) -> Option<Self> {
        if requirement.as_object().is_none_or(serde_json::Map::is_empty) {
            return Some(Self::None);
        }
        let known = |(scheme, _): &&(&str, Self)| requirement.get(*scheme).is_some();
        Self::BY_SCHEME.iter().find(known).map(|(_, credentials)| *credentials)
    }

    /// Name for people.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::None => "no authentication",
            Self::Session => "a signed-in session",
            Self::ApiKey => "an API key",
            Self::InternalToken => "an internal token",
            Self::PbxToken => "a PBX access token",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Credentials;

    #[test]
    fn requirements_become_credentials() {
        let security = json!([
            {"x-api-key": []}, {"bearer": []},
            {"x-internal-token": [], "x-organization-id": []}, {"session": []}
        ]);
        let expected = [Credentials::ApiKey, Credentials::InternalToken, Credentials::Session];
        assert_eq!(Credentials::all(&security), expected);
        assert_eq!(Credentials::all(&json!([{}])), [Credentials::None]);
        let pbx = json!([{"bearer": []}, {"access_token": []}]);
        assert_eq!(Credentials::all(&pbx), [Credentials::PbxToken]);
    }
}
