//! Filling of frames: persons, which are marked, and other values.

use super::{
    dice::Dice,
    lists::fold,
    pools::Names,
    values::{Values, title_case},
};

/// Begins a name in a filled text.
pub(super) const BEGIN: char = '\u{1}';
/// Ends a name in a filled text.
pub(super) const END: char = '\u{2}';

/// Fills the frames of one conversation.
#[derive(Debug)]
pub(super) struct Filler<'l> {
    values: Values<'l>,
    /// Names made up from letters, as no list has them.
    pub(super) inventor: &'l Inventor,
    /// Whether values and some names are placeholders already.
    pub(super) is_redacted: bool,
    surname: String,
}

impl<'l> Filler<'l> {
    /// Creates a filler.
    pub(super) const fn new(values: Values<'l>, inventor: &'l Inventor) -> Self {
        Self { values, inventor, is_redacted: false, surname: String::new() }
    }

    /// Returns the frame with every placeholder replaced; names stand between [`BEGIN`] and [`END`].
    pub(super) fn fill(&mut self, frame: &str, dice: &mut Dice) -> String {
        let mut out = String::new();
        let mut rest = frame;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((key, behind)) = after.split_once('}') else { break };
            out.push_str(before);
            let value = match self.person(key, dice) {
                Some(person) if self.is_redacted && dice.chance(50) => hide(&person, "[PERSON]"),
                Some(person) => person,
                None => self.other(key, dice),
            };
            out.push_str(&value);
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    fn other(&self, key: &str, dice: &mut Dice) -> String {
        let placeholder = match key {
            "PHONE" => "[PHONE]",
            "EMAIL" => "[EMAIL]",
            "ADDR" => "[ADDRESS]",
            "DATE" => "[DATE_OF_BIRTH]",
            "REF" => "[DOCUMENT_NUMBER]",
            _ => "",
        };
        if self.is_redacted && !placeholder.is_empty() {
            return placeholder.to_owned();
        }
        self.values.value(key, dice).unwrap_or_else(|| format!("{{{key}}}"))
    }

    fn person(&mut self, key: &str, dice: &mut Dice) -> Option<String> {
        Some(match key {
            "G" => marked(&self.given(dice)),
            "S" => marked(&self.surname(dice)),
            "F" => marked(&self.full(dice)),
            "MR" => {
                let title = dice.pick(&[
                    "Mr", "Mrs", "Ms", "Miss", "Mr.", "Mrs.", "Ms.", "Mister", "Sir", "Madam",
                ]);
                format!("{title} {}", marked(&self.surname(dice)))
            }
            "DR" => {
                let title = dice.pick(&["Dr", "Dr.", "Doctor", "Dr", "Dr.", "Professor", "Nurse"]);
                let name = if dice.chance(80) { self.surname(dice) } else { self.full(dice) };
                format!("{title} {}", marked(&name))
            }
            "P" => return self.person(dice.pick::<&str>(&["F", "F", "G", "G", "MR"]), dice),
            "A" => return self.person(dice.pick::<&str>(&["F", "G", "S", "S"]), dice),
            "IN" => {
                let surname = self.surname(dice);
                let first = initial(&self.given(dice));
                let stop = dice.pick(&[".", ".", ""]);
                let second = if dice.chance(25) {
                    format!(" {}{stop}", initial(&self.given(dice)))
                } else {
                    String::new()
                };
                marked(&format!("{first}{stop}{second} {surname}"))
            }
            "SPELL" => {
                if self.surname.is_empty() || dice.chance(30) {
                    self.surname(dice);
                }
                marked(&spelled(&self.surname, dice))
            }
            "GSP" => {
                let name = self.surname(dice);
                format!("{}, {}", marked(&name), marked(&spelled(&name, dice)))
            }
            "W" => marked(&title_case(self.names().word_given.draw(dice))),
            "WS" => marked(&title_case(self.names().word_surnames.draw(dice))),
            "U" => marked(&title_case(&self.inventor.name(dice))),
            "GC" => marked(&title_case(self.names().common_given.draw(dice))),
            "FC" => {
                let given = title_case(self.names().common_given.draw(dice));
                marked(&format!("{given} {}", title_case(self.names().common_surnames.draw(dice))))
            }
            "FI" => {
                let (first, last) = dice.pick(&self.names().persons);
                marked(&format!("{} {}", title_case(first), title_case(last)))
            }
            "FU" => {
                let (first, last) = (self.inventor.name(dice), self.inventor.name(dice));
                marked(&format!("{} {}", title_case(&first), title_case(&last)))
            }
            "FW" => {
                let given = title_case(self.names().word_given.draw(dice));
                marked(&format!("{given} {}", title_case(self.names().word_surnames.draw(dice))))
            }
            _ => return None,
        })
    }

    const fn names(&self) -> &'l Names {
        self.values.names
    }

    fn given(&self, dice: &mut Dice) -> String {
        let names = self.names();
        title_case(&match dice.below(100) {
            0..46 => names.given.draw(dice).to_owned(),
            46..62 => names.given.draw_flat(dice).to_owned(),
            62..76 => names.word_given.draw(dice).to_owned(),
            76..87 => dice.pick(&names.persons).0.split(' ').next().unwrap_or_default().to_owned(),
            87..93 => self.inventor.name(dice),
            93..95 => format!("{}-{}", names.given.draw(dice), names.common_given.draw(dice)),
            _ => names.common_given.draw(dice).to_owned(),
        })
    }

    fn surname(&mut self, dice: &mut Dice) -> String {
        let names = self.names();
        let name = match dice.below(100) {
            0..46 => names.surnames.draw(dice).to_owned(),
            46..62 => names.surnames.draw_flat(dice).to_owned(),
            62..78 => names.word_surnames.draw(dice).to_owned(),
            78..89 => dice.pick(&names.persons).1.clone(),
            89..94 => self.inventor.name(dice),
            94..96 => format!("{}-{}", names.surnames.draw(dice), names.surnames.draw(dice)),
            96..98 => format!(
                "{}{}",
                dice.pick(&[
                    "o'", "mc", "d'", "de ", "van ", "von ", "al ", "el-", "della ", "st "
                ]),
                names.surnames.draw(dice)
            ),
            _ => names.common_surnames.draw(dice).to_owned(),
        };
        self.surname = title_case(&name);
        self.surname.clone()
    }

    fn full(&mut self, dice: &mut Dice) -> String {
        match dice.below(100) {
            0..14 => {
                let (first, last) = dice.pick(&self.names().persons);
                self.surname = title_case(last);
                format!("{} {}", title_case(first), self.surname)
            }
            14..19 => format!("{} {} {}", self.given(dice), self.given(dice), self.surname(dice)),
            19..23 => format!(
                "{} {}. {}",
                self.given(dice),
                initial(&self.given(dice)),
                self.surname(dice)
            ),
            23..25 => format!("{} {} {}", self.given(dice), self.surname(dice), self.surname(dice)),
            _ => format!("{} {}", self.given(dice), self.surname(dice)),
        }
    }
}

fn marked(name: &str) -> String {
    format!("{BEGIN}{name}{END}")
}

/// Replaces the marked parts of a text.
fn hide(text: &str, placeholder: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        out.push_str(before);
        out.push_str(placeholder);
        rest = after.split_once(END).map_or("", |(_, behind)| behind);
    }
    out + rest
}

fn initial(name: &str) -> String {
    name.chars().take(1).collect()
}

/// A name letter by letter.
fn spelled(name: &str, dice: &mut Dice) -> String {
    let letters: Vec<String> = name
        .chars()
        .filter(|sign| sign.is_alphabetic())
        .flat_map(char::to_uppercase)
        .map(String::from)
        .collect();
    letters.join(*dice.pick::<&str>(&["-", "-", " ", " ", ", ", ". ", " - "]))
}

/// Makes up names from the groups of letters of real ones.
#[derive(Debug)]
pub(super) struct Inventor {
    names: Vec<String>,
}

impl Inventor {
    /// Creates an inventor from the names of both lists.
    pub(super) fn new(lists: &super::lists::NameLists) -> Self {
        let good = |(name, frequency): (&String, &f64)| {
            (*frequency >= 1.0 && name.len() >= 5 && name.is_ascii()).then(|| name.clone())
        };
        let mut names: Vec<String> =
            lists.given.iter().chain(&lists.surnames).filter_map(good).collect();
        names.sort_unstable();
        names.dedup();
        Self { names }
    }

    /// Returns the beginning of one name joined to the end of another, where they share two letters.
    pub(super) fn name(&self, dice: &mut Dice) -> String {
        for _ in 0..2000 {
            let (first, last) = (dice.pick(&self.names), dice.pick(&self.names));
            let cut = dice.between(2, first.len() - 2);
            let joint = &first[cut - 2..cut];
            let Some(at) = last[1..last.len() - 1].find(joint).map(|at| at + 1) else { continue };
            let name = fold(&format!("{}{}", &first[..cut], &last[at + 2..]));
            if (5..=11).contains(&name.len())
                && self.names.binary_search(&name).is_err()
                && !name.contains('\'')
            {
                return name;
            }
        }
        "Wexlorin".to_lowercase()
    }
}
