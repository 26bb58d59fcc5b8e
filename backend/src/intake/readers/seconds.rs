//! Durations in seconds, which every format reads in the same way.

use std::fmt;

use serde::{
    Deserializer,
    de::{Error, Unexpected, Visitor},
};

use super::checks::MAX_CALL_SECONDS;

/// What a duration must be, for errors.
pub(crate) const EXPECTED_SECONDS: &str = "a number of seconds from 0 to 2678400 (31 days)";

/// A duration in whole seconds, rounded; `None` outside of the bounds of a call.
pub(crate) fn whole_seconds(seconds: f64) -> Option<u32> {
    let is_within = (0.0..=f64::from(MAX_CALL_SECONDS)).contains(&seconds);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the bounds of a call"
    )]
    is_within.then(|| seconds.round() as u32)
}

/// Deserialises a number of seconds.
pub(super) fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    from.deserialize_f64(Seconds)
}

/// Deserialises a number of seconds, or null.
pub(super) fn optional_seconds<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<u32>, D::Error> {
    from.deserialize_option(OptionalSeconds)
}

struct Seconds;

impl Visitor<'_> for Seconds {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED_SECONDS)
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<u32, E> {
        let refused = || E::invalid_value(Unexpected::Float(seconds), &self);
        whole_seconds(seconds).ok_or_else(refused)
    }

    fn visit_u64<E: Error>(self, seconds: u64) -> Result<u32, E> {
        let refused = || E::invalid_value(Unexpected::Unsigned(seconds), &self);
        let seconds = u32::try_from(seconds).ok().filter(|whole| *whole <= MAX_CALL_SECONDS);
        seconds.ok_or_else(refused)
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<u32, E> {
        match u64::try_from(seconds) {
            Ok(whole) => self.visit_u64(whole),
            Err(_) => Err(E::invalid_value(Unexpected::Signed(seconds), &self)),
        }
    }
}

struct OptionalSeconds;

impl<'de> Visitor<'de> for OptionalSeconds {
    type Value = Option<u32>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED_SECONDS)
    }

    fn visit_none<E: Error>(self) -> Result<Option<u32>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<u32>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Option<u32>, D::Error> {
        seconds(from).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{
        Format,
        samples::{calls, outline},
    };

    fn own(seconds: &Value) -> String {
        json!({"source_id": "a", "started_at": "2026-06-09T10:00:00Z", "status": "completed",
               "total_seconds": seconds})
        .to_string()
    }

    fn conversation(seconds: &Value) -> String {
        json!({"conversation": {"roomName": "a", "startTime": "2026-06-09T10:00:00Z",
                                "duration": seconds}})
        .to_string()
    }

    fn leg(seconds: &Value) -> String {
        json!([{
            "uid": "a", "leg_id": "a-1", "leg": 1, "time": "2026/06/09 10:00:00",
            "call_type": "Inbound", "call_from": "+12025550143", "call_to": "7000",
            "status": "ANSWERED", "call_duration": seconds, "ring_duration": 0,
            "talk_duration": 0, "hold_duration": 0,
        }])
        .to_string()
    }

    /// A format, a file of it with a duration, and the name of its field.
    type Form = (Format, fn(&Value) -> String, &'static str);
    const FORMS: [Form; 3] = [
        (Format::Ndjson, own, "total_seconds"),
        (Format::Talkifai, conversation, "conversation.duration"),
        (Format::Pbx, leg, "call_duration"),
    ];

    #[test]
    fn durations_are_read_the_same_in_every_format() {
        for (given, expected) in [
            (json!(0), 0),
            (json!(64), 64),
            (json!(64.0), 64),
            (json!(64.4), 64),
            (json!(64.5), 65),
            (json!(2_678_400), 2_678_400),
        ] {
            for (format, file, _) in FORMS {
                let read = calls(format, file(&given));
                assert_eq!(read[0].total_seconds, expected, "{given} {format}");
            }
        }
    }

    #[test]
    fn other_durations_are_refused_by_the_name_of_their_field() {
        let long = json!(40 * 24 * 60 * 60);
        for given in [json!(-1), json!(-0.4), long, json!(4e9), json!(1e308), json!(2_678_401)] {
            for (format, file, field) in FORMS {
                let refused =
                    format!("`{field}` must be a number of seconds from 0 to 2678400 (31 days)");
                let found = outline(format, file(&given));
                assert!(found[0].ends_with(&refused), "{given} {format}: {found:?}");
            }
        }
        for (format, file, field) in FORMS {
            let found = outline(format, file(&json!("64")));
            let refused = format!(
                "`{field}` must be a number of seconds from 0 to 2678400 (31 days), not text"
            );
            assert!(found[0].ends_with(&refused), "{format}: {found:?}");
        }
    }
}
