//! Times of a mapped transcript's lines: instants or offsets, as the mapping says, and never guessed.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    CountedTimeSpec, LineTimeSpec, TimeOrigin,
    values::{ReportValue, instant},
};
use crate::intake::readers::OwnTurn;

/// Numbers below this are no instants of calls but offsets: it is the year 1973 in seconds.
const FIRST_INSTANT: f64 = 100_000_000.0;

/// Adds the time in `value` to a turn of our own format; nothing for a value that is not there.
pub(super) fn set_time(
    turn: &mut OwnTurn,
    spec: &LineTimeSpec,
    value: Option<&Value>,
) -> Result<(), String> {
    let is_blank = |value: &&Value| {
        value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
    };
    let Some(value) = value.filter(|value| !is_blank(value)) else { return Ok(()) };
    match spec {
        LineTimeSpec::Instant(path) => turn.at = Some(named_instant(path, value)?),
        LineTimeSpec::Counted(spec) => count(turn, spec, value)?,
    }
    Ok(())
}

fn named_instant(path: &str, value: &Value) -> Result<String, String> {
    if f64::from_json(value).is_some_and(|number| number.abs() < FIRST_INSTANT) {
        return Err(format!(
            "`{path}` of a line is too small a number for an instant; if it counts from the start of \
             the call, the receiver must say so: at = {{ path = \"{path}\", unit = \"s\", from = \
             \"start\" }}"
        ));
    }
    let at = instant(value).ok_or_else(|| format!("`{path}` of a line must be an instant"))?;
    Ok(at.to_string())
}

/// Adds a time that is counted from the start of the call or from 1970.
fn count(turn: &mut OwnTurn, spec: &CountedTimeSpec, value: &Value) -> Result<(), String> {
    let path = &spec.path;
    let number =
        f64::from_json(value).ok_or_else(|| format!("`{path}` of a line must be a number"))?;
    #[expect(clippy::cast_possible_truncation, reason = "what is out of range is refused as such")]
    let milliseconds = (number * f64::from(spec.unit.milliseconds())).round() as i64;
    match spec.from {
        TimeOrigin::Start => turn.offset_ms = Some(milliseconds),
        TimeOrigin::Epoch => {
            let at = Timestamp::from_millisecond(milliseconds);
            let at = at.map_err(|_| format!("`{path}` of a line must be a time since 1970"))?;
            turn.at = Some(at.to_string());
        }
    }
    Ok(())
}
