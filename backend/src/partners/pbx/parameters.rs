//! Parameters of an interface.

use earshot_domain::PbxCode;

use super::PbxError;

/// The parameter of every interface that the token may come in.
const TOKEN: &str = "access_token";

/// Refuses parameters other than these, and those given twice: an ignored one would give more calls than
/// were asked for.
///
/// # Errors
/// `ParameterError`.
pub(super) fn only(pairs: &[(String, String)], known: &[&str]) -> Result<(), PbxError> {
    let is_known = |name: &str| name == TOKEN || known.contains(&name);
    let is_once = |name: &str| pairs.iter().filter(|(other, _)| other == name).count() == 1;
    let fits = pairs.iter().all(|(name, _)| is_known(name) && is_once(name));
    if fits { Ok(()) } else { Err(PbxCode::ParameterError.into()) }
}

/// The value of a parameter; `None` where it is blank or not given.
pub(super) fn parameter<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}
