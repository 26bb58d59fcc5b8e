//! The check that a file's local times are in the display format in which they are to be read.

use std::{collections::BTreeSet, fmt, io};

use earshot_domain::{ClockFormat, DateOrder};
use serde::Deserialize;
use serde_json::Value;

use super::super::{
    Place,
    scan::{Cause, Fault, Record},
};
use crate::DisplayFormat;

/// Local times of a file that are not in the display format in which they are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayConflict {
    place: Place,
    expected: DisplayFormat,
    /// Formats that fit.
    fitting: Vec<DisplayFormat>,
    /// Whether no format fits every time of the file.
    mixed: bool,
}

impl DisplayConflict {
    /// Codes of the date orders that fit, where the expected one does not.
    pub fn date_orders(&self) -> Vec<DateOrder> {
        let fitting = self.fitting.iter().map(|format| format.date_order);
        different(self.expected.date_order, fitting, DateOrder::ALL)
    }

    /// Codes of the clocks that fit, where the expected one does not.
    pub fn clock_faces(&self) -> Vec<ClockFormat> {
        let fitting = self.fitting.iter().map(|format| format.clock_face);
        different(self.expected.clock_face, fitting, ClockFormat::ALL)
    }

    /// What to set, by the names that an interface has for date order and clock.
    pub fn advice(&self, date_order: &str, clock_face: &str) -> String {
        let codes = |codes: Vec<&str>| codes.join(" or ");
        let orders = codes(self.date_orders().iter().map(|order| order.as_str()).collect());
        let clocks = codes(self.clock_faces().iter().map(|clock| clock.as_str()).collect());
        let parts = [(date_order, orders), (clock_face, clocks)];
        let named = parts.iter().filter(|(_, codes)| !codes.is_empty());
        let named: Vec<String> =
            named.map(|(name, codes)| format!("{name} must be {codes}")).collect();
        named.join(", and ")
    }
}

impl fmt::Display for DisplayConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let example = self.expected.example();
        write!(f, "{}: `time` is not written like {example}", self.place)?;
        if self.mixed {
            f.write_str(", and the times of the file are not all written alike")?;
        }
        Ok(())
    }
}

fn different<T: Copy + PartialEq>(
    expected: T,
    fitting: impl Iterator<Item = T>,
    all: &[T],
) -> Vec<T> {
    let fitting: Vec<T> = fitting.collect();
    if fitting.contains(&expected) {
        return Vec::new();
    }
    all.iter().copied().filter(|code| fitting.contains(code)).collect()
}

/// Indexes of the formats that fit a time.
fn fitting(text: &str) -> BTreeSet<usize> {
    let text = text.replace('-', "/");
    let formats = DisplayFormat::ALL.iter().enumerate();
    formats.filter(|(_, format)| format.local(&text).is_some()).map(|(index, _)| index).collect()
}

/// Checks the times of all records; a record without a time that could be read in any format is left
/// to the reader.
pub(in super::super) fn check_display(
    records: impl Iterator<Item = Result<Record, Fault>>,
    expected: DisplayFormat,
) -> io::Result<Option<DisplayConflict>> {
    #[derive(Deserialize)]
    struct Timed {
        time: Option<Value>,
    }
    let mut common: Option<BTreeSet<usize>> = None;
    let mut conflict: Option<(Place, BTreeSet<usize>)> = None;
    for record in records {
        let record = match record {
            Ok(record) => record,
            Err(Fault { cause: Cause::Io(error), .. }) if common.is_none() => return Err(error),
            Err(_) => continue,
        };
        let timed = serde_json::from_slice(&record.bytes).unwrap_or(Timed { time: None });
        let fits = fitting(timed.time.as_ref().and_then(Value::as_str).unwrap_or_default());
        if fits.is_empty() {
            continue;
        }
        if conflict.is_none() && fits.iter().all(|index| DisplayFormat::ALL[*index] != expected) {
            conflict = Some((record.place, fits.clone()));
        }
        common = Some(common.map_or_else(|| fits.clone(), |all| &all & &fits));
    }
    Ok(conflict.map(|(place, own)| {
        let all = common.unwrap_or_default();
        let mixed = all.is_empty();
        let fitting = if mixed { own } else { all };
        let fitting = fitting.into_iter().map(|index| DisplayFormat::ALL[index]).collect();
        DisplayConflict { place, expected, fitting, mixed }
    }))
}
