//! Names of the recordings in a ZIP, by a template of text and placeholders.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    invalid::InvalidRecordingNames,
    portable::{is_device, is_refused},
    values::{RecordingPlaceholder, RecordingValues},
};
use crate::CallId;

/// Longest name without its ending, in bytes.
const MAX_BYTES: usize = 200;

/// Template of the names of recordings, such as `{date}_{time}_{caller}_{call_id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordingNames(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Value(RecordingPlaceholder),
}

impl RecordingNames {
    /// Longest template, in characters.
    pub const MAX_CHARACTERS: usize = 200;

    /// Whether it is the standard template.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The name of a recording without its ending, at most 200 bytes. It has the call's id at its end where
    /// neither the id nor the number is in the template, and where it was cut.
    pub fn name(&self, values: &RecordingValues<'_>) -> String {
        let mut name = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => name.push_str(text),
                Part::Value(placeholder) => name.push_str(&values.text(*placeholder)),
            }
        }
        if is_device(&name) {
            name.insert(0, '_');
        }
        if self.tells_apart() && name.len() <= MAX_BYTES {
            name
        } else {
            Self::with_id(&name, values.call_id)
        }
    }

    /// A name with the call's id at its end, at most 200 bytes.
    pub fn with_id(name: &str, id: CallId) -> String {
        let id = id.to_string();
        let room = MAX_BYTES.saturating_sub(id.len()).saturating_sub(1);
        format!("{}_{id}", &name[..name.floor_char_boundary(room)])
    }

    /// Whether no two calls have the same values.
    fn tells_apart(&self) -> bool {
        use RecordingPlaceholder as P;
        self.0.iter().any(|part| matches!(part, Part::Value(P::CallId | P::Number)))
    }
}

impl Default for RecordingNames {
    fn default() -> Self {
        use RecordingPlaceholder as P;
        let value = |placeholder| [Part::Text("_".to_owned()), Part::Value(placeholder)];
        let others = [P::Time, P::Project, P::CallId].into_iter().flat_map(value);
        Self([Part::Value(P::Date)].into_iter().chain(others).collect())
    }
}

impl FromStr for RecordingNames {
    type Err = InvalidRecordingNames;

    fn from_str(template: &str) -> Result<Self, Self::Err> {
        if !(1..=Self::MAX_CHARACTERS).contains(&template.chars().count()) {
            return Err(InvalidRecordingNames::Length);
        }
        if template.starts_with(['.', ' ']) || template.ends_with(['.', ' ']) {
            return Err(InvalidRecordingNames::Ends);
        }
        if is_device(template) {
            return Err(InvalidRecordingNames::Device);
        }
        let (mut parts, mut rest) = (Vec::new(), template);
        while let Some((text, after)) = rest.split_once('{') {
            add_text(&mut parts, text)?;
            let (name, after) = after.split_once('}').ok_or(InvalidRecordingNames::Brace)?;
            let placeholder: RecordingPlaceholder =
                name.parse().map_err(|_| InvalidRecordingNames::Placeholder(name.to_owned()))?;
            parts.push(Part::Value(placeholder));
            rest = after;
        }
        add_text(&mut parts, rest)?;
        Ok(Self(parts))
    }
}

/// Adds the text between two placeholders.
fn add_text(parts: &mut Vec<Part>, text: &str) -> Result<(), InvalidRecordingNames> {
    if text.contains('}') {
        return Err(InvalidRecordingNames::Brace);
    }
    if text.contains(is_refused) {
        return Err(InvalidRecordingNames::Character);
    }
    if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
    Ok(())
}

impl fmt::Display for RecordingNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Text(text) => f.write_str(text),
            Part::Value(placeholder) => write!(f, "{{{placeholder}}}"),
        })
    }
}

impl TryFrom<String> for RecordingNames {
    type Error = InvalidRecordingNames;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<RecordingNames> for String {
    fn from(names: RecordingNames) -> Self {
        names.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{Direction, Status};

    const ID: &str = "00000000-0000-0000-0000-000000000000";

    const VALUES: RecordingValues<'_> = RecordingValues {
        date: "2026-05-09",
        time: "144921",
        project: "front-desk",
        direction: Direction::Inbound,
        agent: Some("Marina"),
        caller: Some("****0018"),
        status: Status::Completed,
        call_id: CallId::new(Uuid::nil()),
        number: 7,
    };

    fn name(template: &str, values: &RecordingValues<'_>) -> String {
        template.parse::<RecordingNames>().unwrap().name(values)
    }

    #[test]
    fn the_standard_template_is_date_time_project_and_id() {
        let standard = RecordingNames::default();
        assert_eq!(standard.to_string(), "{date}_{time}_{project}_{call_id}");
        assert_eq!(standard.to_string().parse(), Ok(standard.clone()));
        assert!(standard.is_default());
        assert_eq!(standard.name(&VALUES), format!("2026-05-09_144921_front-desk_{ID}"));
    }

    #[test]
    fn every_placeholder_has_its_value() {
        let template = "{date} {time} {project} {direction} {agent} {caller} {status} {number}";
        let expected = "2026-05-09 144921 front-desk inbound Marina xxxx0018 completed 000007";
        assert_eq!(name(template, &VALUES), expected);
        let absent = RecordingValues { agent: None, caller: None, ..VALUES };
        assert_eq!(name("{agent}-{caller}-{number}", &absent), "none-none-000007");
        let stored = serde_json::to_string(&template.parse::<RecordingNames>().unwrap()).unwrap();
        assert_eq!(stored, format!("\"{template}\""));
        assert_eq!(serde_json::from_str::<RecordingNames>(&stored).unwrap().to_string(), template);
        assert!(serde_json::from_str::<RecordingNames>("\"{colour}\"").is_err());
    }

    #[test]
    fn what_cannot_be_a_name_everywhere_is_refused() {
        use InvalidRecordingNames as E;
        let refused = |template: &str| template.parse::<RecordingNames>().unwrap_err();
        assert_eq!([refused(""), refused(&"x".repeat(201))], [E::Length, E::Length]);
        assert!("é".repeat(200).parse::<RecordingNames>().is_ok());
        for template in [".{date}", " {date}", "{date}.", "{date} "] {
            assert_eq!(refused(template), E::Ends, "{template}");
        }
        for template in ["CON", "nul.{number}", "Com1 .{date}", "LPT\u{b9}", "conin$"] {
            assert_eq!(refused(template), E::Device, "{template}");
        }
        let characters = ["/", "\\", "<", ">", ":", "\"", "|", "?", "*", "\0", "\n", "\u{7f}"];
        for character in characters.into_iter().chain(["\u{85}", "\u{200b}", "\u{202e}"]) {
            for template in [format!("a{character}{{date}}"), format!("{{date}}{character}b")] {
                assert_eq!(refused(&template), E::Character, "{template:?}");
            }
        }
        for template in ["{date", "date}", "{date}}", "a{"] {
            assert_eq!(refused(template), E::Brace, "{template}");
        }
        for (template, unknown) in [("{Date}", "Date"), ("{}", ""), ("{a{date}", "a{date")] {
            assert_eq!(refused(template), E::Placeholder(unknown.to_owned()), "{template}");
        }
        let message = refused("{number} {caller_number}").to_string();
        let listed = RecordingPlaceholder::listed();
        let expected =
            format!("must not contain the unknown placeholder {{caller_number}}, only {listed}");
        assert_eq!(message, expected);
    }

    #[test]
    fn calls_with_the_same_values_have_different_names() {
        let other = RecordingValues { call_id: CallId::new(Uuid::max()), number: 8, ..VALUES };
        assert_eq!(name("{caller}", &VALUES), format!("xxxx0018_{ID}"));
        for template in ["{date}", "x", "{number}", "{call_id}", "{agent} {status}"] {
            assert_ne!(name(template, &VALUES), name(template, &other), "{template}");
        }
    }

    #[test]
    fn a_long_name_is_cut_and_ends_with_the_id() {
        let agent = "\u{5e9}".repeat(64);
        let long = RecordingValues { agent: Some(&agent), ..VALUES };
        for template in ["{call_id}{agent}{agent}", "x{agent}{number}{agent}", "{agent}{agent}"] {
            let name = name(template, &long);
            assert!((199..=200).contains(&name.len()), "{}: {name}", name.len());
            assert!(name.ends_with(&format!("\u{5e9}_{ID}")), "{name}");
        }
        let most = format!("{}{{number}}", "x".repeat(191));
        assert_eq!(name(&most, &long).len(), 197);
    }

    #[test]
    fn a_value_makes_no_name_of_a_device() {
        for agent in ["con", "COM9", "Lpt\u{b2}", "AUX"] {
            let hostile = RecordingValues { agent: Some(agent), ..VALUES };
            assert_eq!(name("{agent}.{number}", &hostile), format!("_{agent}.000007"));
        }
        let harmless = RecordingValues { agent: Some("Conny"), ..VALUES };
        assert_eq!(name("{agent}.{number}", &harmless), "Conny.000007");
    }

    proptest! {
        #[test]
        fn any_values_make_a_safe_name(
            agent in any::<String>(), caller in "\\PC{0,80}",
            template in prop::sample::select(vec!["{agent}", "{agent}.{caller}", "{caller}{number}"]),
        ) {
            let values = RecordingValues { agent: Some(&agent), caller: Some(&caller), ..VALUES };
            let name = name(template, &values);
            prop_assert!(!name.is_empty() && name.len() <= MAX_BYTES, "{}", name);
            prop_assert!(!name.contains(is_refused) && !is_device(&name), "{}", name);
            prop_assert!(!name.starts_with(['.', ' ']) && !name.ends_with(['.', ' ']), "{}", name);
        }
    }
}
