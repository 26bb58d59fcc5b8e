//! Facts of one call, and the expansion of templates with them.

use jiff::{Span, Timestamp, civil::Weekday, tz::TimeZone};

use super::{
    dice::Dice,
    people::{Person, written_date},
    spoken,
    tenants::{DemoProject, House},
    words::LISTS,
};

/// Characters of reference numbers, without those that are easily confused.
const REFERENCE: &[char] = &['A', 'C', 'E', 'H', 'K', 'M', 'Q', 'R', 'T', 'W', '3', '4', '7', '9'];

/// Values of the placeholders of one call; a key has the same value throughout.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) person: Person,
    /// The name the receptionist uses.
    pub(super) agent: &'static str,
    house: House,
    day: jiff::civil::Date,
    hour: i8,
    seed: u64,
}

impl Facts {
    pub(super) fn new(
        project: DemoProject,
        (zone, started): (&TimeZone, Timestamp),
        person: Person,
        agent: &'static str,
        seed: u64,
    ) -> Self {
        let local = zone.to_datetime(started);
        let (day, hour) = (local.date(), local.hour());
        Self { person, agent, house: project.house(), day, hour, seed }
    }

    /// Returns facts of the same people on the same day with other values.
    pub(super) fn reseeded(&self, seed: u64) -> Self {
        Self { seed, ..self.clone() }
    }

    /// Replaces every `{key}` of `template`.
    pub(super) fn fill(&self, template: &str) -> String {
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((key, behind)) = after.split_once('}') else { break };
            text.push_str(before);
            text.push_str(&self.value(key).unwrap_or_else(|| format!("{{{key}}}")));
            rest = behind;
        }
        text.push_str(rest);
        text
    }

    /// Returns the value of `key`; `None` if no table contains it.
    pub(super) fn value(&self, key: &str) -> Option<String> {
        let person = &self.person;
        let mut dice = Dice::keyed(self.seed, key);
        Some(match key {
            "name" => person.name(),
            "first" => person.first.to_owned(),
            "surname" => person.surname.to_owned(),
            "surname_spelt" => spelt(person.surname),
            "phone" => self.phone(&mut dice),
            "phone_spoken" => spoken::digits(&person.number.groups(), dice.pick(&["oh", "zero"])),
            "email" => person.email(),
            "email_spoken" => spoken::email(&person.email()),
            "dob" => written_date(person.born(), &mut dice),
            "dob_spoken" => spoken::date(person.born()),
            "address" => person.address(),
            "postcode" => person.postcode(),
            "nhs" => person.nhs_number(),
            "member" => format!("{}-{:06}", dice.pick(&["ND", "AS", "BW"]), person.index * 37),
            "customer_id" => self.customer_id(),
            "agent" => self.agent.to_owned(),
            "house" => self.house.name().to_owned(),
            "daypart" => self.daypart().to_owned(),
            "day" => self.visit(1, 10).strftime("%A %-d %B").to_string(),
            "day2" => self.visit(11, 21).strftime("%A %-d %B").to_string(),
            "date" => self.visit(1, 10).to_string(),
            "date2" => self.visit(11, 21).to_string(),
            "room" => format!("{}{:02}", dice.between(1, 5), dice.between(1, 24)),
            "ref" => reference(self.house, &mut dice),
            "reason_third" => in_third_person(&self.value("reason")?),
            "colleague" if self.house == House::Hotel => self.value("hotel_colleague")?,
            _ => {
                let (_, words) = LISTS.iter().find(|(name, _)| *name == key)?;
                dice.pick(words).to_owned()
            }
        })
    }

    /// Returns the call's variant of `texts`. Tables with the same number of variants use the same
    /// one, so that an answer matches its question and a summary its call.
    pub(super) fn variant(&self, texts: &'static [&'static str]) -> &'static str {
        // 60 is divisible by two, three, four, five and six variants.
        let roll = Dice::keyed(self.seed, "variant").below(60);
        texts[usize::try_from(roll).unwrap_or_default() % texts.len()]
    }

    /// Returns the source's id of the person.
    pub(super) fn customer_id(&self) -> String {
        format!("cus_{:05}", 20_000 + self.person.index)
    }

    fn phone(&self, dice: &mut Dice) -> String {
        let number = &self.person.number;
        match dice.below(4) {
            0 => number.international(),
            1 => number.national().replace(' ', ""),
            _ => number.national(),
        }
    }

    const fn daypart(&self) -> &'static str {
        match self.hour {
            4..12 => "morning",
            12..17 => "afternoon",
            _ => "evening",
        }
    }

    /// Returns a later day, but not a Sunday, when the practice is closed.
    fn visit(&self, from: u32, to: u32) -> jiff::civil::Date {
        let ahead = Dice::keyed(self.seed ^ u64::from(to), "visit").between(from, to);
        let day = self.day.saturating_add(Span::new().days(i64::from(ahead)));
        if day.weekday() == Weekday::Sunday { day.saturating_add(Span::new().days(1)) } else { day }
    }
}

fn spelt(word: &str) -> String {
    let letters = word.to_uppercase().chars().filter(|c| c.is_alphabetic()).collect::<Vec<_>>();
    letters.iter().map(char::to_string).collect::<Vec<_>>().join("-")
}

fn reference(house: House, dice: &mut Dice) -> String {
    let prefix = match house {
        House::Dental => "HD",
        House::Hotel => "RV",
    };
    let code: String = (0..5).map(|_| dice.pick(REFERENCE)).collect();
    format!("{prefix}-{code}")
}

/// Rewrites a caller's reason in the third person.
fn in_third_person(reason: &str) -> String {
    reason
        .replace("I've", "they have")
        .replace("I have", "they have")
        .replace("my ", "their ")
        .replace("aren't", "are not")
}
