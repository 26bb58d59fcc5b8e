//! Cells: a value as what Excel knows.

use jiff::{Zoned, civil::date, fmt::strtime, tz::TimeZone};
use rust_xlsxwriter::{Format, Worksheet};

use super::pieces::first_piece;
use crate::{
    Error,
    access::moment,
    exports::columns::{Kind, Value, joined},
};

/// Highest whole number that a cell, which is a double, holds as it is.
const MAX_EXACT: u64 = 1 << 53;
const MILLISECONDS_A_DAY: f64 = 86_400_000.0;

/// How the cells of a workbook look.
pub(super) struct CellStyle {
    /// Zone of its times.
    pub(super) zone: TimeZone,
    /// Format of its dates, which without one would be shown as numbers.
    pub(super) date: Format,
}

/// Number of cells of a value: a time has a second one, for its offset from UTC.
pub(super) const fn width_of(kind: Kind) -> u16 {
    if matches!(kind, Kind::Instant) { 2 } else { 1 }
}

/// Writes a value and returns the text that did not fit, if any.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value<'_>,
    style: &CellStyle,
) -> Result<Option<String>, Error> {
    match value {
        Value::Null => {}
        Value::Text(text) => return write_text(sheet, (row, column), text),
        Value::List(list) => return write_text(sheet, (row, column), &joined(list)),
        Value::Json(json) => return write_text(sheet, (row, column), json),
        Value::Int(number) if number.unsigned_abs() > MAX_EXACT => {
            return write_text(sheet, (row, column), &number.to_string());
        }
        Value::Int(number) => {
            sheet.write_number(row, column, double(*number)).map_err(Error::internal)?;
        }
        Value::Duration(milliseconds) => {
            let seconds = double(*milliseconds) / 1000.0;
            sheet.write_number(row, column, seconds).map_err(Error::internal)?;
        }
        Value::Instant(at) => {
            let local = moment(*at)?.to_zoned(style.zone.clone());
            sheet
                .write_number_with_format(row, column, serial(&local)?, &style.date)
                .map_err(Error::internal)?;
            // A local time can occur twice, an hour apart.
            let offset = strtime::format("%:z", &local).map_err(Error::internal)?;
            sheet.write_string(row, column + 1, offset).map_err(Error::internal)?;
        }
        Value::Bool(value) => {
            sheet.write_boolean(row, column, *value).map_err(Error::internal)?;
        }
    }
    Ok(None)
}

/// Writes text as text, whatever it looks like.
fn write_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
) -> Result<Option<String>, Error> {
    let (cell, rest) = first_piece(text);
    sheet.write_string(row, column, cell).map_err(Error::internal)?;
    Ok(rest.map(str::to_owned))
}

/// A local time as days since the end of 1899, as Excel counts them.
fn serial(local: &Zoned) -> Result<f64, Error> {
    let since = local.datetime().duration_since(date(1899, 12, 30).at(0, 0, 0, 0));
    let milliseconds = i64::try_from(since.as_millis()).map_err(Error::internal)?;
    Ok(double(milliseconds) / MILLISECONDS_A_DAY)
}

#[expect(clippy::cast_precision_loss, reason = "no number here has more than 53 bits")]
const fn double(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_the_days_of_the_zones_calendar() {
        let london = TimeZone::get("Europe/London").unwrap();
        // Known from Excel: 2026-06-01 is 46,174 and noon is half a day.
        let noon = moment(1_780_311_600_000).unwrap();
        let written = [london, TimeZone::UTC].map(|zone| serial(&noon.to_zoned(zone)).unwrap());
        assert!((written[0] - 46_174.5).abs() < 1e-9, "{written:?}");
        assert!((written[1] - (46_174.0 + 11.0 / 24.0)).abs() < 1e-9, "{written:?}");
    }
}
