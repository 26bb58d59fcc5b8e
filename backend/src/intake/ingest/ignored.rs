//! What of a record was ignored, and why.

use super::order::Order;
use crate::intake::merging::Change;

/// Values of a record that were not stored, because the stored call has others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// Names of their fields.
    pub fields: Vec<String>,
    /// The reason; it names fields and never repeats their contents.
    pub reason: String,
}

impl Ignored {
    /// Describes the values that were not taken, each with its relation to the stored one; `None` where
    /// there are none.
    pub(super) fn of(values: &[(String, Change)], order: Order) -> Option<Self> {
        let fields = fields(values, Change::is_said);
        if fields.is_empty() {
            let silent = quoted(values, |change| change == Change::Silent)?;
            return Some(Self::all(format!(
                "says nothing of {silent} and nothing new; the stored values were kept"
            )));
        }
        let differs = quoted(values, |change| change.is_said() && change != Change::Shorter)
            .map(|names| format!("differs from the stored call in {names}"));
        let shorter = quoted(values, |change| change == Change::Shorter)
            .map(|names| format!("has less of {names} than the stored call"));
        let why = match (order, &differs) {
            (Order::Older, _) => "because the record is marked as older",
            (_, None) => "because less does not replace more",
            _ => {
                "because the record does not say more and is not marked as newer (`revision`, \
                 `updated_at`)"
            }
        };
        let parts: Vec<String> = differs.into_iter().chain(shorter).collect();
        let reason = format!(
            "{}; the stored values were kept, {why}. on_conflict=replace replaces them",
            parts.join(" and ")
        );
        Some(Self { fields, reason })
    }

    /// Nothing of the record was stored, for this reason.
    pub(super) fn all(reason: String) -> Self {
        Self { fields: Vec::new(), reason }
    }
}

fn fields(values: &[(String, Change)], is_wanted: impl Fn(Change) -> bool) -> Vec<String> {
    let wanted = values.iter().filter(|(_, change)| is_wanted(*change));
    wanted.map(|(name, _)| name.clone()).collect()
}

/// Names of fields in a sentence; `None` without any.
fn quoted(values: &[(String, Change)], is_wanted: impl Fn(Change) -> bool) -> Option<String> {
    let names: Vec<String> =
        fields(values, is_wanted).iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_names_the_fields_and_the_way_on() {
        let value = |name: &str, change| (name.to_owned(), change);
        let reason = |values: &[(String, Change)], order| {
            Ignored::of(values, order).map(|ignored| ignored.reason).unwrap_or_default()
        };
        assert_eq!(reason(&[value("agent", Change::Same)], Order::Unmarked), "");
        assert_eq!(
            reason(&[value("agent", Change::Silent)], Order::Unmarked),
            "says nothing of `agent` and nothing new; the stored values were kept"
        );
        let both = [value("status", Change::Differs), value("summary", Change::Shorter)];
        let said = reason(&both, Order::Older);
        assert_eq!(
            said,
            "differs from the stored call in `status` and has less of `summary` than the stored call; \
             the stored values were kept, because the record is marked as older. \
             on_conflict=replace replaces them"
        );
        assert!(reason(&both[1..], Order::Unmarked).contains("less does not replace more"));
        assert_eq!(Ignored::of(&both, Order::Older).unwrap().fields, ["status", "summary"]);
    }
}
