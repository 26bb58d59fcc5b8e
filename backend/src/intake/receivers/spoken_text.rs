//! A transcript that a vendor sends as one text.

use earshot_domain::Speaker;

use super::text::turn;
use crate::intake::readers::IncomingTurn;

/// Names before the lines, as Vapi and Retell write them.
const AGENT: [&str; 4] = ["ai", "agent", "assistant", "bot"];
const CALLER: [&str; 2] = ["user", "customer"];

/// The turns of a text whose lines begin with who speaks, such as `AI:` or `User:`. A line without that goes on
/// with the turn before it.
pub(super) fn turns_of_text(text: &str) -> Vec<IncomingTurn> {
    let mut turns: Vec<(Speaker, String)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (speaker(line), turns.last_mut()) {
            (Some((speaker, said)), _) => turns.push((speaker, said.to_owned())),
            (None, Some((_, before))) => {
                before.push('\n');
                before.push_str(line);
            }
            (None, None) => turns.push((Speaker::System, line.to_owned())),
        }
    }
    turns.iter().filter_map(|(speaker, said)| turn(*speaker, Some(said), None)).collect()
}

/// The speaker named at the beginning of a line, and what follows.
fn speaker(line: &str) -> Option<(Speaker, &str)> {
    let (name, said) = line.split_once(':')?;
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
    if is(&AGENT) {
        Some((Speaker::Agent, said.trim()))
    } else if is(&CALLER) {
        Some((Speaker::Caller, said.trim()))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_text_are_turns_by_who_speaks() {
        let text = "AI: Hello, desk.\nUser: Hi: one question.\n\nIt is long.\r\nai:\nUSER: Bye\n";
        let turns = turns_of_text(text);
        let said: Vec<_> = turns.iter().map(|turn| (turn.speaker, turn.text.as_str())).collect();
        let (agent, caller) = (Speaker::Agent, Speaker::Caller);
        assert_eq!(
            said,
            [(agent, "Hello, desk."), (caller, "Hi: one question.\nIt is long."), (caller, "Bye"),]
        );
        assert_eq!(turns_of_text("Note: beep")[0].speaker, Speaker::System);
        assert!(turns_of_text(" \n").is_empty());
    }
}
