//! What list, search and files keep of a conversation: one making of it for all.

use earshot_domain::Turn;

use crate::{
    Error,
    export::one_line,
    search::{project_word, words},
    store::ConversationTexts,
};

impl ConversationTexts {
    /// Makes them from redacted turns and the redacted summary.
    pub(crate) fn new(
        turns: &[Turn],
        summary: Option<&str>,
        project_id: &str,
    ) -> Result<Self, Error> {
        // What was said, without who said it: the speakers' labels stand in every call.
        let said = turns.iter().map(|turn| turn.text.as_str());
        let indexed: Vec<&str> = summary.into_iter().chain(said).collect();
        let mut index = words(&indexed.join(" "));
        index.push(project_word(project_id));
        Ok(Self {
            turns: serde_json::to_string(turns)?,
            collapsed: collapsed(turns),
            words: index.join(" "),
        })
    }
}

/// The conversation on one line, as the CSV has it.
fn collapsed(turns: &[Turn]) -> String {
    let lines: Vec<String> = turns
        .iter()
        .map(|turn| format!("{}: {}", turn.speaker.label(), one_line(&turn.text)))
        .collect();
    lines.join(" ")
}
