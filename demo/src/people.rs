//! Callers: a pool of invented people with fictitious numbers, many of whom call repeatedly.

use super::{
    dice::Dice,
    spoken::MONTHS,
    tenants::House,
    words::{FIRST_NAMES, MAIL_DOMAINS, STREETS, SURNAMES, TOWNS},
};

/// Numbers that Ofcom reserves for drama, as area and the local part before the last three digits.
const BRITISH: &[(&str, &str)] = &[
    ("7700", "900"),
    ("20", "7946 0"),
    ("1632", "960"),
    ("113", "496 0"),
    ("114", "496 0"),
    ("117", "496 0"),
    ("121", "496 0"),
    ("131", "496 0"),
    ("161", "496 0"),
    ("191", "498 0"),
    ("29", "2018 0"),
];

/// American area codes; followed by 555 01xx they are reserved for fiction.
const AMERICAN: &[&str] = &["202", "212", "312", "415", "617"];

/// Letters that the second half of a British postcode can contain.
const POST_LETTERS: &[char] = &['A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'Q', 'R'];

/// A telephone number in parts, for several formats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    country: &'static str,
    area: &'static str,
    local: String,
}

/// An invented person, determined by their index.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// Index in the pool, which is also the source's customer id.
    pub(super) index: u32,
    pub(super) first: &'static str,
    pub(super) surname: &'static str,
    pub(super) number: Number,
    seed: u64,
}

impl Person {
    /// Returns the person at `index` of the pool of `house`.
    pub(super) fn of(house: House, index: u32) -> Self {
        let seed = Dice::keyed(u64::from(index), house.name()).next();
        let mut dice = Dice::keyed(seed, "person");
        Self {
            index,
            first: dice.pick(FIRST_NAMES),
            surname: dice.pick(SURNAMES),
            number: Number::of(house, index),
            seed,
        }
    }

    /// Returns a person of the pool; low indexes are more frequent, as regular callers.
    pub(super) fn any(house: House, dice: &mut Dice) -> Self {
        let size = match house {
            House::Dental => 3_600,
            House::Hotel => 260,
        };
        let index = dice.below(size).min(dice.below(size)).min(dice.below(size));
        Self::of(house, index)
    }

    pub(super) fn name(&self) -> String {
        format!("{} {}", self.first, self.surname)
    }

    pub(super) fn email(&self) -> String {
        let mut dice = Dice::keyed(self.seed, "email");
        let (first, surname) = (self.first.to_lowercase(), self.surname.to_lowercase());
        let separator = dice.pick(&[".", "_", ""]);
        let domain = dice.pick(MAIL_DOMAINS);
        format!("{first}{separator}{}@{domain}", surname.replace(['\'', ' ', '’'], ""))
    }

    /// Year, month and day of birth.
    pub(super) fn born(&self) -> (usize, usize, usize) {
        let mut dice = Dice::keyed(self.seed, "born");
        let part = |value: u32| usize::try_from(value).unwrap_or_default();
        (part(dice.between(1938, 2005)), part(dice.between(1, 12)), part(dice.between(1, 28)))
    }

    pub(super) fn address(&self) -> String {
        let mut dice = Dice::keyed(self.seed, "address");
        format!("{} {}, {}", dice.between(1, 180), dice.pick(STREETS), dice.pick(TOWNS))
    }

    /// Returns a postcode of an area that is not in use.
    pub(super) fn postcode(&self) -> String {
        let mut dice = Dice::keyed(self.seed, "postcode");
        let area = dice.pick(&["WB", "YA", "ZB", "TZ"]);
        let (out, inner) = (dice.between(1, 19), dice.between(1, 9));
        format!("{area}{out} {inner}{}{}", dice.pick(POST_LETTERS), dice.pick(POST_LETTERS))
    }

    /// Returns an NHS number of the test range 999 with a valid check digit.
    pub(super) fn nhs_number(&self) -> String {
        let mut dice = Dice::keyed(self.seed, "nhs");
        loop {
            let nine = format!("999{:06}", dice.below(1_000_000));
            let sum: u32 = nine
                .chars()
                .zip((2..=10).rev())
                .filter_map(|(c, w)| Some(c.to_digit(10)? * w))
                .sum();
            let check = 11 - sum % 11;
            if check != 10 {
                return format!("{} {} {}{}", &nine[..3], &nine[3..6], &nine[6..], check % 11);
            }
        }
    }
}

impl Number {
    fn of(house: House, index: u32) -> Self {
        if house == House::Hotel && index % 5 < 3 {
            let area = AMERICAN[usize::try_from(index / 100).unwrap_or_default() % AMERICAN.len()];
            return Self { country: "1", area, local: format!("555 01{:02}", index % 100) };
        }
        let block = usize::try_from(index / 1_000).unwrap_or_default() % BRITISH.len();
        let (area, start) = BRITISH[block];
        // 617 and 1,000 are coprime, so neighbours differ and no number occurs twice.
        Self { country: "44", area, local: format!("{start}{:03}", index * 617 % 1_000) }
    }

    pub(super) fn e164(&self) -> String {
        format!("+{}{}{}", self.country, self.area, self.local.replace(' ', ""))
    }

    pub(super) fn international(&self) -> String {
        format!("+{} {} {}", self.country, self.area, self.local)
    }

    /// Returns the national format: `07700 900123`, `(202) 555-0147`.
    pub(super) fn national(&self) -> String {
        if self.country == "1" {
            return format!("({}) {}", self.area, self.local.replace(' ', "-"));
        }
        format!("0{} {}", self.area, self.local)
    }

    /// Returns the groups of digits as they are spoken.
    pub(super) fn groups(&self) -> String {
        let zero = if self.country == "44" { "0" } else { "" };
        format!("{zero}{} {}", self.area, self.local)
    }
}

/// Returns a date of birth in one of several common formats.
pub(super) fn written_date((year, month, day): (usize, usize, usize), dice: &mut Dice) -> String {
    let name = MONTHS[(month + 11) % 12];
    match dice.below(5) {
        0 => format!("{day:02}/{month:02}/{year}"),
        1 => format!("{day}.{month}.{year}"),
        2 => format!("{name} {day}, {year}"),
        _ => format!("{day} {name} {year}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_person_has_a_number_of_their_own() {
        for (house, size) in [(House::Dental, 3_600), (House::Hotel, 260)] {
            let numbers: HashSet<String> =
                (0..size).map(|index| Person::of(house, index).number.e164()).collect();
            assert_eq!(numbers.len(), usize::try_from(size).unwrap());
        }
    }

    #[test]
    fn people_stay_who_they_are() {
        let (one, again) = (Person::of(House::Dental, 5), Person::of(House::Dental, 5));
        assert_eq!(
            (one.name(), one.email(), one.born()),
            (again.name(), again.email(), again.born())
        );
        assert!(one.email().ends_with(".example"));
    }
}
