//! Programs to copy: the files of docs/examples, with the portal's own address put in.

use serde::{Deserialize, Serialize};

/// An example program in several languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Example {
    /// What it does.
    pub title: String,
    /// Scope it needs.
    pub needs: String,
    /// The program in each language.
    pub programs: Vec<ExampleProgram>,
}

/// An example in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExampleProgram {
    /// The language.
    pub language: String,
    /// The whole file.
    pub text: String,
}

/// The address that the files have, for the portal's own to stand in its place.
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

/// A language and its file.
#[cfg(feature = "ssr")]
type File = (&'static str, &'static str);

/// Every example: what it does, what it needs, and its files.
#[cfg(feature = "ssr")]
const EXAMPLES: [(&str, &str, [File; 3]); 4] = [
    (
        "Push calls in",
        "EARSHOT_KEY, a key with the right to push calls in, and EARSHOT_FILE, a file with one call a \
         line.",
        programs!("push_calls"),
    ),
    (
        "Follow what arrives",
        "EARSHOT_KEY, a key with the right to read calls.",
        programs!("follow_calls"),
    ),
    (
        "Export a conversation",
        "EARSHOT_KEY, a key with the right to export conversations, and EARSHOT_CONVERSATION, a \
         call's id or its name in its source.",
        programs!("export_conversation"),
    ),
    (
        "Download call legs",
        "EARSHOT_CLIENT_ID and EARSHOT_CLIENT_SECRET of a PBX client with the right to download \
         call legs.",
        programs!("call_legs"),
    ),
];

/// The examples for the portal at `address`.
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
    fn the_portals_own_address_is_put_in_and_nothing_else_is_changed() {
        for example in examples("http://10.0.0.7:8080") {
            for program in example.programs {
                assert!(program.text.contains("http://10.0.0.7:8080"), "{}", program.language);
                assert!(!program.text.contains(ADDRESS), "{}", program.language);
            }
        }
    }
}
