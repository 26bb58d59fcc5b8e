//! Example programs: the files of docs/examples with the portal's own URL.

use serde::{Deserialize, Serialize};

/// A task, with a program for it in several languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Example {
    /// The task.
    pub title: String,
    /// The settings it requires.
    pub needs: String,
    /// The program in each language.
    pub programs: Vec<ExampleProgram>,
}

/// An example in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExampleProgram {
    /// The language.
    pub language: String,
    /// The file.
    pub text: String,
}

/// URL of the portal in the files, replaced by the actual one.
#[cfg(feature = "ssr")]
const ADDRESS: &str = "https://calls.example.com";

#[cfg(feature = "ssr")]
macro_rules! programs {
    ($name:literal) => {
        [
            ("curl", include_str!(concat!("../../docs/examples/", $name, ".sh"))),
            ("Python", include_str!(concat!("../../docs/examples/", $name, ".py"))),
            ("JavaScript", include_str!(concat!("../../docs/examples/", $name, ".mjs"))),
        ]
    };
}

/// A language and its program.
#[cfg(feature = "ssr")]
type File = (&'static str, &'static str);

/// Every example: its title, its requirements and its files.
#[cfg(feature = "ssr")]
const EXAMPLES: [(&str, &str, [File; 3]); 6] = [
    (
        "Submit calls",
        "EARSHOT_KEY, an API key with the scope calls:write, and EARSHOT_FILE, a file with one call \
         per line.",
        programs!("push_calls"),
    ),
    (
        "Follow new calls",
        "EARSHOT_KEY, an API key with the scope calls:read.",
        programs!("follow_calls"),
    ),
    (
        "Export a conversation",
        "EARSHOT_KEY, an API key with the scope conversations:export, and EARSHOT_CONVERSATION, the \
         call's ID or its identifier in the source system.",
        programs!("export_conversation"),
    ),
    (
        "Back up everything",
        "EARSHOT_KEY, an API key with the scopes calls:read and conversations:export.",
        programs!("back_up"),
    ),
    (
        "Archive every night",
        "EARSHOT_KEY, an API key with the scope exports:write, and optionally EARSHOT_DAY, a day such \
         as 2026-05-01 in place of yesterday.",
        programs!("nightly_archive"),
    ),
    (
        "Download call legs",
        "EARSHOT_CLIENT_ID and EARSHOT_CLIENT_SECRET of a PBX client with the scope calls:read.",
        programs!("call_legs"),
    ),
];

/// Returns the examples for the portal at `address`.
#[cfg(feature = "ssr")]
pub fn examples(address: &str) -> Vec<Example> {
    let program = |(language, text): File| ExampleProgram {
        language: language.to_owned(),
        text: text.replace(ADDRESS, address),
    };
    let example = |(title, needs, programs): (&str, &str, [File; 3])| Example {
        title: title.to_owned(),
        needs: needs.to_owned(),
        programs: programs.into_iter().map(program).collect(),
    };
    EXAMPLES.into_iter().map(example).collect()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_url_of_the_portal_is_inserted() {
        for example in examples("http://10.0.0.7:8080") {
            for program in example.programs {
                assert!(program.text.contains("http://10.0.0.7:8080"), "{}", program.language);
                assert!(!program.text.contains(ADDRESS), "{}", program.language);
            }
        }
    }
}
