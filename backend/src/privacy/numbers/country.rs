//! The country whose numbering plan a project's numbers follow.

use std::{collections::HashMap, sync::LazyLock};

use earshot_domain::Country;
use rlibphonenumber::{PHONE_NUMBER_UTIL, enums::Region};

/// Countries by the names of their time zones.
static ZONES: LazyLock<HashMap<&str, Country>> = LazyLock::new(|| {
    let lines = include_str!("zones.txt").lines().filter(|line| !line.starts_with('#'));
    let countries = lines.filter_map(|line| {
        let (country, zones) = line.split_once(' ')?;
        Some((country.parse().ok()?, zones))
    });
    countries
        .flat_map(|(country, zones)| zones.split(' ').map(move |zone| (zone, country)))
        .collect()
});

/// The country of a project: the one that was set, or that of the tenant's time zone. A zone such as
/// UTC is in none.
pub(crate) fn country_of(set: Option<Country>, zone_name: &str) -> Option<Country> {
    set.or_else(|| ZONES.get(zone_name).copied())
}

/// Whether the numbering plan of a country is known.
pub(crate) fn is_supported(country: Country) -> bool {
    region(country).is_some()
}

/// The numbering plan of a country.
pub(super) fn region(country: Country) -> Option<Region> {
    let region: Region = country.as_str().parse().ok()?;
    PHONE_NUMBER_UTIL.get_country_code_for_region(region).map(|_| region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_in_the_country_of_its_zone_unless_one_is_set() {
        let of = |zone| country_of(None, zone).map(|country| country.to_string());
        let zones = [
            ("Europe/London", "GB"),
            ("America/New_York", "US"),
            ("US/Pacific", "US"),
            ("Australia/Lord_Howe", "AU"),
            ("Asia/Beirut", "LB"),
            ("America/Santiago", "CL"),
            ("Europe/Kiev", "UA"),
            ("Asia/Calcutta", "IN"),
        ];
        for (zone, country) in zones {
            assert_eq!(of(zone).as_deref(), Some(country), "{zone}");
        }
        assert_eq!(of("UTC"), None);
        let set = "IE".parse().ok();
        assert_eq!(country_of(set, "Europe/London"), set);
    }

    #[test]
    fn countries_without_a_numbering_plan_are_not_supported() {
        assert!(is_supported("GB".parse().unwrap()) && is_supported("US".parse().unwrap()));
        for code in ["ZZ", "XX", "AQ"] {
            assert!(!is_supported(code.parse().unwrap()), "{code}");
        }
    }
}
