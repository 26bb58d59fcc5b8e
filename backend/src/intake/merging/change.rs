//! How what a record says of a call relates to what is stored of it, value by value.

use earshot_domain::{Consent, FunctionCall, PlaybackCompliance};
use serde_json::Value;

/// Relation of a value that came again to the stored one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::intake) enum Change {
    /// The record says the same, or neither says anything.
    Same,
    /// The record says nothing.
    Silent,
    /// Nothing is stored yet.
    Added,
    /// What is stored is its beginning.
    Continued,
    /// It is a part of what is stored.
    Shorter,
    /// It contradicts what is stored.
    Differs,
}

impl Change {
    /// Whether the record says something that is not stored.
    pub(in crate::intake) const fn is_said(self) -> bool {
        !matches!(self, Self::Same | Self::Silent)
    }

    /// Whether the record says more than what is stored.
    pub(in crate::intake) const fn is_more(self) -> bool {
        matches!(self, Self::Added | Self::Continued)
    }
}

/// A value that is there or not.
pub(in crate::intake) fn optional<T: PartialEq>(stored: Option<&T>, again: Option<&T>) -> Change {
    match (stored, again) {
        (None, None) => Change::Same,
        (Some(_), None) => Change::Silent,
        (None, Some(_)) => Change::Added,
        (Some(stored), Some(again)) => plain(stored, again),
    }
}

/// A value that is always there.
pub(in crate::intake) fn plain<T: PartialEq>(stored: &T, again: &T) -> Change {
    if stored == again { Change::Same } else { Change::Differs }
}

/// A value with a word for what is not known.
pub(in crate::intake) fn word<T: PartialEq>(stored: &T, again: &T, unknown: &T) -> Change {
    let known = |word| Some(word).filter(|word| *word != unknown);
    optional(known(stored), known(again))
}

/// A number that only grows while a call goes on; `None` or 0 is not known.
pub(in crate::intake) fn growing<T: PartialOrd + Default>(
    stored: Option<T>,
    again: Option<T>,
) -> Change {
    let known = |number: Option<T>| number.filter(|number| *number != T::default());
    match (known(stored), known(again)) {
        (None, None) => Change::Same,
        (Some(_), None) => Change::Silent,
        (None, Some(_)) => Change::Added,
        (Some(stored), Some(again)) if stored == again => Change::Same,
        (Some(stored), Some(again)) if again > stored => Change::Continued,
        (Some(_), Some(_)) => Change::Differs,
    }
}

/// A text that can be continued.
pub(in crate::intake) fn text(stored: Option<&str>, again: Option<&str>) -> Change {
    match (stored.map(str::trim_end), again.map(str::trim_end)) {
        (None, None) => Change::Same,
        (Some(_), None) => Change::Silent,
        (None, Some(_)) => Change::Added,
        (Some(stored), Some(again)) if stored == again => Change::Same,
        (Some(stored), Some(again)) if again.starts_with(stored) => Change::Continued,
        (Some(stored), Some(again)) if stored.starts_with(again) => Change::Shorter,
        (Some(_), Some(_)) => Change::Differs,
    }
}

/// A list that is continued at its end; `extends` says whether an item is another one, or more of it.
pub(in crate::intake) fn list<T: PartialEq>(
    stored: &[T],
    again: &[T],
    extends: impl Fn(&T, &T) -> bool,
) -> Change {
    if stored == again {
        Change::Same
    } else if again.is_empty() {
        Change::Silent
    } else if stored.is_empty() {
        Change::Added
    } else if again.len() < stored.len() {
        Change::Shorter
    } else if stored.iter().zip(again).all(|(stored, again)| extends(stored, again)) {
        Change::Continued
    } else {
        Change::Differs
    }
}

/// The same function call, or the one with its result.
pub(in crate::intake) fn extends_function_call(
    stored: &FunctionCall,
    again: &FunctionCall,
) -> bool {
    let result = stored.result.is_none() || stored.result == again.result;
    let FunctionCall { function, parameters, timestamp, .. } = stored;
    result
        && *function == again.function
        && *parameters == again.parameters
        && *timestamp == again.timestamp
}

/// An object whose members are compared one by one, or any other JSON.
pub(in crate::intake) fn json(stored: Option<&Value>, again: Option<&Value>) -> Change {
    let (Some(Value::Object(stored)), Some(Value::Object(again))) = (stored, again) else {
        return optional(stored, again);
    };
    let said = || again.iter().filter(|(_, value)| !value.is_null());
    let known = |name: &String| stored.get(name).filter(|value| !value.is_null());
    if said().any(|(name, value)| known(name).is_some_and(|stored| stored != value)) {
        Change::Differs
    } else if said().any(|(name, _)| known(name).is_none()) {
        Change::Continued
    } else {
        Change::Same
    }
}

/// Consent: one that is taken back counts at once.
pub(in crate::intake) fn consent(stored: Option<Consent>, again: Option<Consent>) -> Change {
    let known = |consent: Option<Consent>| consent.filter(|consent| *consent != Consent::Unknown);
    match optional(known(stored).as_ref(), known(again).as_ref()) {
        Change::Differs if again == Some(Consent::Denied) => Change::Continued,
        change => change,
    }
}

/// Compliance: a denial counts at once.
pub(in crate::intake) fn compliance(
    stored: Option<PlaybackCompliance>,
    again: Option<PlaybackCompliance>,
) -> Change {
    use PlaybackCompliance::{Denied, PolicyBlocked};
    match optional(stored.as_ref(), again.as_ref()) {
        Change::Differs if matches!(again, Some(Denied | PolicyBlocked)) => Change::Continued,
        change => change,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_continued_shortened_or_contradicted() {
        for (stored, again, expected) in [
            (None, None, Change::Same),
            (Some("Asked."), None, Change::Silent),
            (None, Some("Asked."), Change::Added),
            (Some("Asked."), Some("Asked. "), Change::Same),
            (Some("Asked."), Some("Asked. Booked."), Change::Continued),
            (Some("Asked. Booked."), Some("Asked."), Change::Shorter),
            (Some("Asked."), Some("Booked."), Change::Differs),
        ] {
            assert_eq!(text(stored, again), expected, "{stored:?} {again:?}");
        }
    }

    #[test]
    fn numbers_and_lists_grow_at_their_end() {
        assert_eq!(growing(Some(0), Some(60)), Change::Added);
        assert_eq!(growing(Some(60), Some(0)), Change::Silent);
        assert_eq!(growing(Some(60), Some(90)), Change::Continued);
        assert_eq!(growing(Some(60), Some(30)), Change::Differs);
        let of = |stored: &[u8], again: &[u8]| list(stored, again, |one, other| one == other);
        assert_eq!(of(&[1], &[]), Change::Silent);
        assert_eq!(of(&[1], &[1, 2]), Change::Continued);
        assert_eq!(of(&[1, 2], &[1]), Change::Shorter);
        assert_eq!(of(&[1], &[2]), Change::Differs);
    }

    #[test]
    fn members_of_an_object_are_added_and_only_others_contradict() {
        let of = |stored: Value, again: Value| json(Some(&stored), Some(&again));
        assert_eq!(of(json!({"a": 1}), json!({"a": 1, "b": 2})), Change::Continued);
        assert_eq!(of(json!({"a": 1, "b": 2}), json!({"b": 2, "c": null})), Change::Same);
        assert_eq!(of(json!({"a": 1}), json!({"a": 2, "b": 2})), Change::Differs);
        assert_eq!(of(json!([1]), json!([2])), Change::Differs);
    }

    #[test]
    fn a_denial_counts_at_once() {
        let of = |stored, again| consent(Some(stored), Some(again));
        assert_eq!(of(Consent::Granted, Consent::Denied), Change::Continued);
        assert_eq!(of(Consent::Denied, Consent::Granted), Change::Differs);
        assert_eq!(of(Consent::Granted, Consent::Unknown), Change::Silent);
        assert_eq!(of(Consent::Unknown, Consent::Granted), Change::Added);
    }
}
