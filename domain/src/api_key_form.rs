//! Form for creating an API key.

use crate::{
    AddressRange, ApiKeyKind, ApiScope, DEFAULT_REQUESTS_PER_MINUTE, Day, FieldError,
    InvalidAddressRange, MAX_REQUESTS_PER_MINUTE, Slug,
};

/// Properties of a new key; invalid values are reported in `errors`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyForm {
    /// How programs present it.
    pub kind: ApiKeyKind,
    /// Display name, 1 to 50 characters.
    pub name: String,
    /// Its scopes.
    pub scopes: Vec<ApiScope>,
    /// The projects it may access.
    pub projects: Vec<Slug>,
    /// The last day it is valid, in the tenant's time zone.
    pub expires: Option<Day>,
    /// IP addresses it may be used from; empty for any.
    pub addresses: Vec<AddressRange>,
    /// Web origins whose pages may use it, as browsers send them.
    pub origins: Vec<String>,
    /// Rate limit in requests per minute.
    pub requests_per_minute: u32,
    /// Errors by field.
    pub errors: Vec<FieldError>,
}

/// Longest name in characters.
const MAX_NAME_CHARACTERS: usize = 50;
/// Highest number of addresses, and of origins, of one key.
const MAX_ENTRIES: usize = 20;

impl ApiKeyForm {
    /// The form's fields.
    pub const FIELDS: &'static [&'static str] = &[
        "kind",
        "name",
        "scope",
        "project_id",
        "expires",
        "addresses",
        "origins",
        "requests_per_minute",
    ];

    /// Parses the pairs of a form; `scope` and `project_id` may repeat.
    pub fn parse<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> Self {
        let mut errors = Vec::new();
        let all = |field: &'static str| {
            let of = pairs.iter().filter(move |(name, _)| name.as_ref() == field);
            of.map(|(_, value)| value.as_ref().trim()).filter(|value| !value.is_empty())
        };
        let one = |field| all(field).next();
        let kind = one("kind").map_or(Ok(ApiKeyKind::Key), str::parse).unwrap_or_else(|_| {
            errors.push(FieldError::new("kind", format!("must be {}", ApiKeyKind::choices())));
            ApiKeyKind::Key
        });
        let name = one("name").unwrap_or_default().to_owned();
        if !(1..=MAX_NAME_CHARACTERS).contains(&name.chars().count()) {
            errors.push(FieldError::new("name", "must have 1 to 50 characters"));
        }
        let scopes = scopes(kind, all("scope"), &mut errors);
        let projects =
            collect(all("project_id"), &mut errors, |text| Slug::parse("project_id", text));
        if projects.is_empty() {
            errors.push(FieldError::new("project_id", "must name at least one of your projects"));
        }
        let expires = collect(one("expires").into_iter(), &mut errors, |text| {
            text.parse::<Day>()
                .map_err(|_| FieldError::new("expires", "must be a date, YYYY-MM-DD"))
        });
        let addresses = collect(entries(one("addresses")), &mut errors, |text| {
            let range = text.parse();
            range.map_err(|error: InvalidAddressRange| {
                FieldError::new("addresses", error.to_string())
            })
        });
        let origins = collect(entries(one("origins")), &mut errors, origin);
        let requests_per_minute = one("requests_per_minute")
            .map_or(Some(DEFAULT_REQUESTS_PER_MINUTE), |text| text.parse().ok())
            .filter(|count| (1..=MAX_REQUESTS_PER_MINUTE).contains(count))
            .unwrap_or_else(|| {
                let message = format!("must be 1 to {MAX_REQUESTS_PER_MINUTE}");
                errors.push(FieldError::new("requests_per_minute", message));
                DEFAULT_REQUESTS_PER_MINUTE
            });
        for (field, count) in [("addresses", addresses.len()), ("origins", origins.len())] {
            if count > MAX_ENTRIES {
                errors.push(FieldError::new(
                    field,
                    format!("must have at most {MAX_ENTRIES} entries"),
                ));
            }
        }
        let expires = expires.first().copied();
        Self {
            kind,
            name,
            scopes,
            projects,
            expires,
            addresses,
            origins,
            requests_per_minute,
            errors,
        }
    }
}

/// The scopes of a key of this kind. A PBX client without `calls:read` gets no token, so it has it
/// unless others are named, and is refused where they are named without it.
fn scopes<'a>(
    kind: ApiKeyKind,
    texts: impl Iterator<Item = &'a str>,
    errors: &mut Vec<FieldError>,
) -> Vec<ApiScope> {
    let known = errors.len();
    let mut scopes = collect(texts, errors, |text| {
        let message = || format!("must be {}", ApiScope::choices());
        text.parse().map_err(|_| FieldError::new("scope", message()))
    });
    let message = match kind.required_scope() {
        _ if errors.len() > known => return scopes,
        Some(required) if scopes.is_empty() => {
            scopes.push(required);
            return scopes;
        }
        Some(required) if !scopes.contains(&required) => {
            format!("must include {required} ({}) for a {}", required.label(), kind.label())
        }
        None if scopes.is_empty() => "must name at least one scope".to_owned(),
        _ => return scopes,
    };
    errors.push(FieldError::new("scope", message));
    scopes
}

/// Collects each value once; values that cannot be parsed are reported in `errors`.
fn collect<'a, T: PartialEq>(
    texts: impl Iterator<Item = &'a str>,
    errors: &mut Vec<FieldError>,
    read: impl Fn(&'a str) -> Result<T, FieldError>,
) -> Vec<T> {
    let mut values = Vec::new();
    for text in texts {
        match read(text) {
            Ok(value) if values.contains(&value) => {}
            Ok(value) => values.push(value),
            Err(error) if errors.contains(&error) => {}
            Err(error) => errors.push(error),
        }
    }
    values
}

/// Splits a list at spaces, line breaks and commas.
fn entries(list: Option<&str>) -> impl Iterator<Item = &str> {
    list.unwrap_or_default().split([',', ' ', '\t', '\r', '\n']).filter(|entry| !entry.is_empty())
}

/// Normalises an origin to the form that browsers send: scheme, host and a port other than the
/// scheme's default.
fn origin(text: &str) -> Result<String, FieldError> {
    let lower = text.trim_end_matches('/').to_lowercase();
    let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    if host.is_some_and(|host| !host.is_empty() && host.chars().all(plain)) {
        return Ok(lower);
    }
    Err(FieldError::new("origins", "must be origins such as https://app.example"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pairs: &[(&str, &str)]) -> ApiKeyForm {
        ApiKeyForm::parse(pairs)
    }

    const GOOD: [(&str, &str); 3] =
        [("name", "Backup"), ("scope", "conversations:export"), ("project_id", "front-desk")];

    #[test]
    fn a_name_a_scope_and_a_project_suffice() {
        let form = parse(&GOOD);
        assert_eq!(form.errors, []);
        assert_eq!((form.kind, form.requests_per_minute), (ApiKeyKind::Key, 60));
        assert!(form.addresses.is_empty() && form.origins.is_empty() && form.expires.is_none());
    }

    #[test]
    fn lists_are_split_at_spaces_and_commas_without_duplicates() {
        let rest = [
            ("addresses", "10.0.0.0/8, 203.0.113.7\n10.0.0.0/8"),
            ("origins", "https://App.example/ http://localhost:3000"),
            ("scope", "conversations:export"),
        ];
        let form = parse(&[GOOD.as_slice(), &rest].concat());
        assert_eq!(form.errors, []);
        let addresses: Vec<_> = form.addresses.iter().map(ToString::to_string).collect();
        assert_eq!(addresses, ["10.0.0.0/8", "203.0.113.7"]);
        assert_eq!(form.origins, ["https://app.example", "http://localhost:3000"]);
        assert_eq!(form.scopes, [ApiScope::ConversationsExport]);
    }

    #[test]
    fn a_pbx_client_has_the_scope_that_its_tokens_require() {
        let client = [("kind", "pbx_client"), ("name", "Phones"), ("project_id", "front-desk")];
        let scope = |scopes: &[&'static str]| {
            let scopes = scopes.iter().map(|scope| ("scope", *scope));
            parse(&client.into_iter().chain(scopes).collect::<Vec<_>>())
        };
        let alone = scope(&[]);
        assert_eq!((alone.errors, alone.scopes), (vec![], vec![ApiScope::CallsRead]));
        let both = scope(&["transcripts:raw", "calls:read"]);
        assert_eq!(both.errors, []);
        assert_eq!(both.scopes, [ApiScope::TranscriptsRaw, ApiScope::CallsRead]);
        let message = "must include calls:read (Read calls and call legs (PBX)) for a PBX client";
        let without = scope(&["conversations:export"]);
        assert_eq!(without.errors, [FieldError::new("scope", message)]);
        assert_eq!(scope(&["everything"]).errors.len(), 1);
        let key = parse(&[("name", "Backup"), ("project_id", "front-desk")]);
        assert_eq!(key.errors, [FieldError::new("scope", "must name at least one scope")]);
    }

    #[test]
    fn every_invalid_field_is_reported_once() {
        let form = parse(&[
            ("kind", "root"),
            ("scope", "everything"),
            ("scope", "all"),
            ("project_id", "Front Desk"),
            ("expires", "soon"),
            ("addresses", "here, there"),
            ("origins", "app.example/path"),
            ("requests_per_minute", "0"),
        ]);
        let mut fields: Vec<_> = form.errors.iter().map(|error| error.field.as_str()).collect();
        fields.dedup();
        assert_eq!(
            fields,
            [
                "kind",
                "name",
                "scope",
                "project_id",
                "expires",
                "addresses",
                "origins",
                "requests_per_minute"
            ]
        );
    }
}
