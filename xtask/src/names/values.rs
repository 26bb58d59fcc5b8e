//! Values of the placeholders that are no persons: dates, numbers, addresses, businesses.

use super::{dice::Dice, places::Places, pools::Names, words::words};

/// What values are drawn from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values<'l> {
    pub(super) names: &'l Names,
    pub(super) places: &'l Places,
    pub(super) brands: &'l [String],
}

impl Values<'_> {
    /// Returns a value for a placeholder; `None` if it is none of these.
    pub(super) fn value(&self, key: &str, dice: &mut Dice) -> Option<String> {
        let text = |word: &&str| (*word).to_owned();
        Some(match key {
            "PROD" => product(dice),
            "ROLE" => text(dice.pick(words("ROLES"))),
            "NAT" => text(dice.pick(words("NATIONALITIES"))),
            "FAM" => text(dice.pick(words("FAMILY"))),
            "DAY" => text(dice.pick(words("DAYS"))),
            "MONTH" => text(dice.pick(words("MONTHS"))),
            "TIME" => time(dice),
            "DATE" => date(dice),
            "YEAR" => dice.between(1950, 2027).to_string(),
            "NUM" => dice.between(2, 400).to_string(),
            "AMT" => amount(dice),
            "PHONE" => phone(dice),
            "EMAIL" => self.email(dice),
            "REF" => reference(dice),
            "ZIP" => zip(dice),
            "CITY" => dice.pick(&self.places.cities).clone(),
            "COUNTRY" => dice.pick(&self.places.countries).clone(),
            "STREET" => self.street(dice),
            "ADDR" => self.address(dice),
            "ORG" => self.business(dice),
            "BRAND" => dice.pick(self.brands).clone(),
            "BIZ" => self.surname_business(dice),
            "ART" => self.artist(dice),
            _ => return None,
        })
    }

    fn given(&self, dice: &mut Dice) -> String {
        title_case(self.names.given.draw(dice))
    }

    fn surname(&self, dice: &mut Dice) -> String {
        title_case(self.names.surnames.draw(dice))
    }

    fn street(&self, dice: &mut Dice) -> String {
        let name = match dice.below(10) {
            0..4 => (*dice.pick(words("PLAIN"))).to_owned(),
            4..7 => self.surname(dice),
            7 if dice.chance(40) => self.given(dice),
            7 | 8 => dice.pick(&self.places.cities).clone(),
            _ => return format!("{} {}", ordinal(dice), dice.pick(words("STREETS"))),
        };
        format!("{name} {}", dice.pick(words("STREETS")))
    }

    fn address(&self, dice: &mut Dice) -> String {
        let street = self.street(dice);
        match dice.below(6) {
            0 => format!("Flat {}, {} {street}", dice.between(1, 40), dice.between(1, 200)),
            1 => format!("{} {street}, Apt {}", dice.between(100, 9999), dice.between(1, 99)),
            _ => format!("{} {street}", dice.between(1, 2400)),
        }
    }

    fn email(&self, dice: &mut Dice) -> String {
        let (given, surname) = (self.names.given.draw(dice), self.names.surnames.draw(dice));
        let domain = dice.pick(words("DOMAINS"));
        match dice.below(4) {
            0 => format!("{given}{}@{domain}", dice.between(1, 99)),
            1 => format!("{given}.{surname}@{domain}"),
            2 => format!("info@{surname}.com"),
            _ => format!("{given}_{surname}@{domain}"),
        }
    }

    fn artist(&self, dice: &mut Dice) -> String {
        match dice.below(4) {
            0 => (*dice.pick(words("BANDS"))).to_owned(),
            1 => self.surname(dice),
            _ => format!("{} {}", self.given(dice), self.surname(dice)),
        }
    }

    fn business(&self, dice: &mut Dice) -> String {
        let kind = *dice.pick(words("BUSINESS"));
        let plain = *dice.pick(words("PLAIN"));
        match dice.below(20) {
            0..6 => dice.pick(self.brands).clone(),
            6..13 => self.surname_business(dice),
            13 => format!("St {}'s {kind}", self.given(dice)),
            14 => format!("The {plain} {}", dice.pick(words("PLAIN"))),
            15..17 => format!("{} {kind}", dice.pick(&self.places.cities)),
            17 => format!("{plain} {} {kind}", dice.pick(words("PLAIN"))),
            _ => format!("{plain} {kind}"),
        }
    }

    /// A business that bears a person's name.
    fn surname_business(&self, dice: &mut Dice) -> String {
        let kind = *dice.pick(words("BUSINESS"));
        match dice.below(17) {
            0..4 => format!("{} {kind}", self.surname(dice)),
            4 => format!("{} & {}", self.surname(dice), self.surname(dice)),
            5 => format!("{} and {} {kind}", self.surname(dice), self.surname(dice)),
            6 => {
                format!("{}, {} and {}", self.surname(dice), self.surname(dice), self.surname(dice))
            }
            7 => format!("{}-{} {kind}", self.surname(dice), self.surname(dice)),
            8 => format!("{}'s {kind}", self.surname(dice)),
            9 | 14 => format!("{}'s {kind}", self.given(dice)),
            10 | 15 | 16 => format!("{} {} {kind}", self.given(dice), self.surname(dice)),
            11 => format!("The {} {kind}", self.surname(dice)),
            12 => format!("{} & Sons {kind}", self.surname(dice)),
            _ => format!("{} {} {kind}", self.surname(dice), dice.pick(words("PLAIN"))),
        }
    }
}

/// Returns a name with its capitals.
pub(super) fn title_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut begins = true;
    for sign in name.chars() {
        if begins {
            out.extend(sign.to_uppercase());
        } else {
            out.push(sign);
        }
        begins = matches!(sign, ' ' | '-') || (sign == '\'' && out.chars().count() == 2);
    }
    let rest = out.strip_prefix("Mc").filter(|rest| rest.len() >= 4).map(ToOwned::to_owned);
    rest.map_or(out, |rest| format!("Mc{}", title_case(&rest)))
}

/// A product, sometimes with the capitals of a menu.
fn product(dice: &mut Dice) -> String {
    let name = *dice.pick(words("PRODUCTS"));
    if dice.chance(15) { title_case(name) } else { name.to_owned() }
}

fn ordinal(dice: &mut Dice) -> String {
    (*dice.pick(&["First", "Second", "Third", "Fourth", "5th", "9th", "12th", "21st", "42nd"]))
        .to_owned()
}

fn time(dice: &mut Dice) -> String {
    if dice.chance(50) {
        return (*dice.pick(words("TIMES"))).to_owned();
    }
    let minutes = dice.pick(&["00", "05", "10", "15", "20", "30", "40", "45", "50"]);
    format!("{}:{minutes}{}", dice.between(1, 12), dice.pick(&["", " am", " pm", "pm"]))
}

fn date(dice: &mut Dice) -> String {
    let (day, month, year) =
        (dice.between(1, 28), dice.pick(words("MONTHS")), dice.between(1940, 2026));
    match dice.below(6) {
        0 => format!("{day} {month} {year}"),
        1 => format!("{month} {day}, {year}"),
        2 => format!("{month} {day}th"),
        3 => format!("the {day}th of {month}"),
        4 => format!("{day:02}/{:02}/{year}", dice.between(1, 12)),
        _ => format!("{} {day} {month}", dice.pick(&words("DAYS")[..7])),
    }
}

fn amount(dice: &mut Dice) -> String {
    let whole = dice.between(2, 1500);
    match dice.below(5) {
        0 => format!("${whole}"),
        1 => format!("£{whole}.{:02}", dice.below(100)),
        2 => format!("{whole} dollars"),
        3 => format!("{whole} pounds"),
        _ => format!("€{whole}"),
    }
}

fn phone(dice: &mut Dice) -> String {
    match dice.below(8) {
        0..3 => format!("07{} {}", digits(3, dice), digits(6, dice)),
        3..5 => format!("{}-555-{}", digits(3, dice), digits(4, dice)),
        5 => format!("({}) 555-{}", digits(3, dice), digits(4, dice)),
        _ => format!("+44 20 {} {}", digits(4, dice), digits(4, dice)),
    }
}

fn digits(count: usize, dice: &mut Dice) -> String {
    (0..count).map(|_| dice.below(10).to_string()).collect()
}

fn reference(dice: &mut Dice) -> String {
    let letters = dice.pick(&["AB", "HD", "RV", "TX", "PO", "INV", "K", "QZ"]);
    format!("{letters}{}{}", dice.pick(&["", "-"]), dice.between(100, 99_999))
}

fn zip(dice: &mut Dice) -> String {
    if dice.chance(50) {
        return dice.between(10_000, 99_999).to_string();
    }
    let area = dice.pick(&["SW", "N", "E", "LS", "M", "B", "EH", "CF", "BS", "OX"]);
    format!(
        "{area}{} {}{}",
        dice.between(1, 20),
        dice.between(1, 9),
        dice.pick(&["AB", "QT", "HJ", "XY"])
    )
}
