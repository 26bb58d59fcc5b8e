//! The form of a new key, read from its fields.

use crate::{
    AddressRange, ApiKeyKind, ApiScope, Day, FieldError, MOST_REQUESTS_PER_MINUTE, NotAnAddress,
    REQUESTS_PER_MINUTE, Slug,
};

/// What a new key shall be. Everything that could not be read is in `errors`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyForm {
    /// How programs show it.
    pub kind: ApiKeyKind,
    /// Its name for people: 1 to 50 characters.
    pub name: String,
    /// What it is good for.
    pub scopes: Vec<ApiScope>,
    /// The projects it reaches.
    pub projects: Vec<Slug>,
    /// The last day it works, in the tenant's zone.
    pub expires: Option<Day>,
    /// From where it may be used; empty is from anywhere.
    pub addresses: Vec<AddressRange>,
    /// Sites whose pages may use it, as browsers write an origin.
    pub origins: Vec<String>,
    /// Requests a minute.
    pub requests_per_minute: u32,
    /// What is wrong with the form.
    pub errors: Vec<FieldError>,
}

/// The longest name of a key.
const LONGEST_NAME: usize = 50;
/// Most addresses, and most origins, of one key.
const MOST_ENTRIES: usize = 20;

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

    /// Reads the pairs of a form; `scope` and `project_id` repeat.
    pub fn parse<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> Self {
        let mut errors = Vec::new();
        let all = |field: &'static str| {
            let of = pairs.iter().filter(move |(name, _)| name.as_ref() == field);
            of.map(|(_, value)| value.as_ref().trim()).filter(|value| !value.is_empty())
        };
        let one = |field| all(field).next();
        let kind = one("kind").map_or(Ok(ApiKeyKind::Key), str::parse).unwrap_or_else(|_| {
            errors.push(FieldError::new("kind", "must be key, pbx_client or internal_token"));
            ApiKeyKind::Key
        });
        let name = one("name").unwrap_or_default().to_owned();
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
            errors.push(FieldError::new("name", "must have 1 to 50 characters"));
        }
        let scopes = collect(all("scope"), &mut errors, |text| {
            text.parse().map_err(|_| FieldError::new("scope", "must be one of the listed rights"))
        });
        if scopes.is_empty() {
            errors.push(FieldError::new("scope", "must name at least one right"));
        }
        let projects =
            collect(all("project_id"), &mut errors, |text| Slug::parse("project_id", text));
        if projects.is_empty() {
            errors.push(FieldError::new("project_id", "must name at least one of your projects"));
        }
        let expires = collect(one("expires").into_iter(), &mut errors, |text| {
            text.parse::<Day>().map_err(|_| FieldError::new("expires", "must be a day, YYYY-MM-DD"))
        });
        let addresses = collect(entries(one("addresses")), &mut errors, |text| {
            let range = text.parse();
            range.map_err(|error: NotAnAddress| FieldError::new("addresses", error.to_string()))
        });
        let origins = collect(entries(one("origins")), &mut errors, origin);
        let requests_per_minute = one("requests_per_minute")
            .map_or(Some(REQUESTS_PER_MINUTE), |text| text.parse().ok())
            .filter(|count| (1..=MOST_REQUESTS_PER_MINUTE).contains(count))
            .unwrap_or_else(|| {
                let message = format!("must be 1 to {MOST_REQUESTS_PER_MINUTE}");
                errors.push(FieldError::new("requests_per_minute", message));
                REQUESTS_PER_MINUTE
            });
        for (field, count) in [("addresses", addresses.len()), ("origins", origins.len())] {
            if count > MOST_ENTRIES {
                errors.push(FieldError::new(field, format!("must be at most {MOST_ENTRIES}")));
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

/// Each value once; what cannot be read goes to `errors`.
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

/// What stands between blanks and commas.
fn entries(list: Option<&str>) -> impl Iterator<Item = &str> {
    list.unwrap_or_default().split([',', ' ', '\t', '\r', '\n']).filter(|entry| !entry.is_empty())
}

/// An origin as browsers send it: scheme, host and a port that is not the scheme's own.
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
    fn a_name_a_right_and_a_project_make_a_key() {
        let form = parse(&GOOD);
        assert_eq!(form.errors, []);
        assert_eq!((form.kind, form.requests_per_minute), (ApiKeyKind::Key, 60));
        assert!(form.addresses.is_empty() && form.origins.is_empty() && form.expires.is_none());
    }

    #[test]
    fn lists_are_between_blanks_and_commas_each_once() {
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
    fn every_wrong_field_is_named_once() {
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
