//! The six parameters of a download, checked (docs/compatibility.md#yeastar-parameters).

use earshot_domain::{Country, Direction, PbxCallType, PbxCode, PbxStatus, Status};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{
    PbxError,
    parameters::{only, parameter},
};
use crate::{
    DisplayFormat,
    calls::number_hash,
    privacy::{encryption::TenantKey, numbers::Normal},
    store::{CallerDigits, LegSearch},
};

/// Parameters of a requested download, stored encrypted until the file is fetched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LegFilter {
    call_from: Option<String>,
    call_to: Option<String>,
    call_type: Option<PbxCallType>,
    start_ms: Option<i64>,
    end_ms: Option<i64>,
    last_status: Option<PbxStatus>,
}

/// The parameters (docs/compatibility.md#yeastar-parameters).
const PARAMETERS: [&str; 6] =
    ["call_from", "call_to", "call_type", "start_time", "end_time", "last_status"];

impl LegFilter {
    /// Parses the parameters; empty ones are as if they were not given.
    ///
    /// # Errors
    /// `ParameterSyntaxError` for a time that is not in the display format, `ParameterError` for a
    /// code that is not listed, for a period that ends before it begins, and for a parameter that is
    /// unknown or given twice.
    pub(super) fn read(
        pairs: &[(String, String)],
        format: DisplayFormat,
        zone: &TimeZone,
    ) -> Result<Self, PbxError> {
        only(pairs, &PARAMETERS)?;
        let value = |name| parameter(pairs, name);
        let time = |name, read: fn(DisplayFormat, &str, &TimeZone) -> Option<i64>| match value(name)
        {
            None => Ok(None),
            Some(text) => read(format, text, zone).map(Some).ok_or(PbxCode::ParameterSyntaxError),
        };
        let filter = Self {
            call_from: value("call_from").map(str::to_owned),
            call_to: value("call_to").map(str::to_owned),
            call_type: value("call_type")
                .map(str::parse)
                .transpose()
                .map_err(|_| PbxCode::ParameterError)?,
            start_ms: time("start_time", DisplayFormat::range_start)?,
            // The period includes its last second.
            end_ms: time("end_time", DisplayFormat::range_end)?,
            last_status: value("last_status")
                .map(str::parse)
                .transpose()
                .map_err(|_| PbxCode::ParameterError)?,
        };
        // A period within an hour that never was ends just before it begins, and holds nothing.
        let is_reversed = |(start, end): (i64, i64)| start.saturating_sub(end) > 1;
        if filter.start_ms.zip(filter.end_ms).is_some_and(is_reversed) {
            return Err(PbxCode::ParameterError.into());
        }
        Ok(filter)
    }

    /// Builds the part of the filter that the database evaluates, for numbers of a country.
    pub(super) fn search(&self, key: &TenantKey, country: Option<Country>) -> LegSearch {
        let hash =
            |number: &String| number_hash(key, &Normal::read(number, country), CallerDigits::All);
        LegSearch {
            caller_hash: self.call_from.as_ref().and_then(hash),
            directions: self.call_type.map_or(&[], directions),
            last_status: self.last_status.map(|status| (status, statuses(status))),
            from_ms: self.start_ms,
            to_ms: self.end_ms,
        }
    }

    /// Whether a call with legs to these numbers matches; whole numbers match, in any usual spelling.
    pub(super) fn takes<'a>(
        &self,
        country: Option<Country>,
        mut call_to: impl Iterator<Item = &'a str>,
    ) -> bool {
        self.call_to.as_ref().is_none_or(|wanted| {
            let key = |number: &str| Normal::read(number, country).key();
            let wanted = key(wanted);
            call_to.any(|number| key(number) == wanted)
        })
    }
}

const fn directions(call_type: PbxCallType) -> &'static [Direction] {
    match call_type {
        PbxCallType::Internal => &[Direction::Internal],
        PbxCallType::Inbound => &[Direction::Inbound, Direction::Unknown],
        PbxCallType::Outbound => &[Direction::Outbound],
    }
}

/// The statuses of other sources' calls that are reported as this status.
const fn statuses(status: PbxStatus) -> &'static [Status] {
    match status {
        PbxStatus::Answered => &[Status::Completed],
        PbxStatus::NoAnswer => &[Status::Missed],
        PbxStatus::Failed => &[Status::Failed, Status::Unknown],
        PbxStatus::Abandoned | PbxStatus::Busy | PbxStatus::Voicemail => &[],
    }
}

#[cfg(test)]
mod tests {
    use earshot_domain::{ClockFormat, DateOrder};

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<LegFilter, PbxError> {
        let format = DisplayFormat {
            date_order: DateOrder::YearMonthDay,
            clock_face: ClockFormat::TwentyFour,
        };
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        LegFilter::read(&pairs, format, &TimeZone::UTC)
    }

    #[test]
    fn empty_parameters_and_the_token_are_none() {
        let none = read(&[("call_from", ""), ("access_token", "x"), ("end_time", " ")]);
        assert_eq!(none, Ok(LegFilter::default()));
    }

    #[test]
    fn wrong_words_and_wrong_times_have_codes_of_their_own() {
        let twice = [("last_status", "BUSY"), ("last_status", "ANSWERED")];
        assert_eq!(read(&twice), Err(PbxError(PbxCode::ParameterError)));
        for (name, value, code) in [
            ("call_status", "BUSY", PbxCode::ParameterError),
            ("Call_From", "1000", PbxCode::ParameterError),
            ("call_type", "inbound", PbxCode::ParameterError),
            ("last_status", "Answered", PbxCode::ParameterError),
            ("start_time", "05/09/2026 21:49:21", PbxCode::ParameterSyntaxError),
            ("end_time", "1778334561", PbxCode::ParameterSyntaxError),
        ] {
            assert_eq!(read(&[(name, value)]), Err(PbxError(code)), "{name}={value}");
        }
        let turned = [("start_time", "2026/05/10 00:00:00"), ("end_time", "2026/05/09 00:00:00")];
        assert_eq!(read(&turned), Err(PbxError(PbxCode::ParameterError)));
        let second = [("start_time", "2026/05/09 21:49:21"), ("end_time", "2026/05/09 21:49:21")];
        assert!(read(&second).is_ok());
    }

    #[test]
    fn an_hour_that_never_was_is_a_period_without_calls() {
        let format = DisplayFormat {
            date_order: DateOrder::YearMonthDay,
            clock_face: ClockFormat::TwentyFour,
        };
        let zone = TimeZone::get("Asia/Beirut").unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let hour =
            [pair("start_time", "2026/03/29 00:00:00"), pair("end_time", "2026/03/29 00:59:59")];
        let filter = LegFilter::read(&hour, format, &zone).unwrap();
        assert_eq!(filter.start_ms, filter.end_ms.map(|end| end + 1));
    }

    #[test]
    fn numbers_match_whole_in_any_usual_spelling() {
        let filter = read(&[("call_to", "+1 (202) 555-0100")]).unwrap();
        let takes = |country: &str, numbers: &[&str]| {
            filter.takes(country.parse().ok(), numbers.iter().copied())
        };
        assert!(takes("GB", &["7000", "+12025550100"]) && takes("US", &["(202) 555-0100"]));
        assert!(!takes("GB", &["2025550100"]) && !takes("GB", &["5550100"]) && !takes("GB", &[]));
        assert!(read(&[]).unwrap().takes(None, [].into_iter()));
    }
}
