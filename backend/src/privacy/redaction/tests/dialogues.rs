//! The labelled dialogues of `tests/redaction`: how much of the values leaks, and how much else is marked.

use std::{collections::BTreeMap, fs, path::Path};

use crate::privacy::redaction::{Names, redact_lines};

/// A dialogue: its turns in clear, and the values in them.
struct Dialogue {
    turns: Vec<String>,
    values: Vec<Value>,
}

/// A value: its label, and its pieces as turn, beginning and end in bytes.
struct Value {
    label: String,
    pieces: Vec<(usize, usize, usize)>,
}

/// Values and those of them that leak, by style; words, and false marks.
#[derive(Default)]
struct Score {
    values: BTreeMap<String, (usize, usize)>,
    words: usize,
    false_marks: Vec<String>,
    leaks: Vec<String>,
}

fn dialogues(half: &str, styles: &[&str]) -> Vec<(String, Dialogue)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/redaction/dialogues").join(half);
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        if styles.iter().any(|style| name.ends_with(style)) {
            let text = fs::read_to_string(&file).unwrap();
            all.extend(text.split("\n\n").map(|block| (name.clone(), parsed(block))));
        }
    }
    all
}

fn parsed(block: &str) -> Dialogue {
    let (mut turns, mut values) = (Vec::new(), Vec::<Value>::new());
    let mut is_open = false;
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let (mut text, mut rest) = (String::new(), &line[3..]);
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (mark, after) = after.split_once('}').unwrap();
            let (label, value) = mark.split_once('|').unwrap();
            let piece = (turns.len(), text.len(), text.len() + value.len());
            let plain = label.trim_end_matches('+');
            match values.last_mut() {
                Some(last) if is_open && label.ends_with('+') && last.label == plain => {
                    last.pieces.push(piece);
                }
                _ => values.push(Value { label: plain.to_owned(), pieces: vec![piece] }),
            }
            is_open = label.ends_with('+');
            text.push_str(value);
            rest = after;
        }
        text.push_str(rest);
        turns.push(text);
    }
    Dialogue { turns, values }
}

fn score(half: &str, styles: &[&str], names: Names) -> Score {
    let mut score = Score::default();
    for (name, dialogue) in dialogues(half, styles) {
        let turns = || dialogue.turns.iter().map(String::as_str);
        let redacted = redact_lines(turns(), names);
        score.words += turns().map(|turn| turn.split_whitespace().count()).sum::<usize>();
        let is_hidden =
            |turn: usize, at: usize| redacted[turn].found.iter().any(|one| one.range.contains(&at));
        let is_sought = |value: &&Value| names != Names::Off || value.label != "PERSON";
        for value in dialogue.values.iter().filter(is_sought) {
            let style = match (value.pieces.len(), turns().next()) {
                (2.., _) => "split",
                (_, Some(first)) if first.starts_with(char::is_lowercase) => "spoken",
                _ => "written",
            };
            let (mut all, mut hidden) = (0_usize, 0_usize);
            for (turn, start, end) in &value.pieces {
                for at in (*start..*end)
                    .filter(|at| dialogue.turns[*turn].as_bytes()[*at].is_ascii_alphanumeric())
                {
                    all += 1;
                    hidden += usize::from(is_hidden(*turn, at));
                }
            }
            // A town may stand behind a hidden street.
            let share = if value.label == "ADDRESS" { 75 } else { 90 };
            let key = match value.label.as_str() {
                "ADDRESS" => format!("address {style}"),
                "PERSON" => format!("person {style}"),
                _ => style.to_owned(),
            };
            let counts = score.values.entry(key).or_default();
            counts.0 += 1;
            if hidden * 100 < all * share {
                counts.1 += 1;
                score.leaks.push(format!(
                    "{name}: {} in {:?}",
                    value.label, dialogue.turns[value.pieces[0].0]
                ));
            }
        }
        for (turn, found) in redacted.iter().enumerate() {
            for one in &found.found {
                let meets = |piece: &(usize, usize, usize)| {
                    piece.0 == turn && piece.1 < one.range.end && one.range.start < piece.2
                };
                if !dialogue.values.iter().any(|value| value.pieces.iter().any(meets)) {
                    score.false_marks.push(format!(
                        "{name}: {} {:?}",
                        one.kind.label(),
                        &dialogue.turns[turn]
                    ));
                }
            }
        }
    }
    score
}

/// The share of values of a style that are hidden, in thousandths.
fn recall(score: &Score, style: &str) -> usize {
    let (all, leaked) = score.values[style];
    assert!(all > 40 || style.starts_with("address"), "{style}: {all} values");
    (all - leaked) * 1000 / all
}

#[test]
fn values_of_unseen_dialogues_are_hidden() {
    let score = score("held-out", &["written", "spoken", "split"], Names::Off);
    for (style, fewest) in [
        ("written", 980),
        ("spoken", 950),
        ("split", 950),
        ("address written", 900),
        ("address spoken", 900),
    ] {
        let recall = recall(&score, style);
        assert!(recall >= fewest, "{style}: {recall}\n{}", score.leaks.join("\n"));
    }
}

#[test]
fn persons_of_unseen_dialogues_are_hidden() {
    for (names, written, spoken) in [(Names::Balanced, 930, 895), (Names::Careful, 960, 920)] {
        let score = score("held-out", &["written", "spoken", "split"], names);
        for (style, fewest) in [("person written", written), ("person spoken", spoken)] {
            let recall = recall(&score, style);
            let leaks: Vec<_> = score.leaks.iter().filter(|leak| leak.contains("PERSON")).collect();
            assert!(recall >= fewest, "{names:?} {style}: {recall} {leaks:#?}");
        }
    }
}

#[test]
fn ordinary_talk_of_unseen_dialogues_is_left_alone() {
    let score = score("held-out", &["ordinary-written", "ordinary-spoken"], Names::Balanced);
    assert!(score.words > 20_000, "{}", score.words);
    let most = score.words * 5 / 10_000;
    assert!(
        score.false_marks.len() <= most,
        "{}:\n{}",
        score.false_marks.len(),
        score.false_marks.join("\n")
    );
}

#[test]
fn dialogues_are_stable_when_they_are_redacted_again() {
    for names in Names::ALL {
        let (mut all, mut changed) = (0, 0);
        for half in ["tuning", "held-out"] {
            for (_, dialogue) in dialogues(half, &["written", "spoken", "split"]) {
                let once = redact_lines(dialogue.turns.iter().map(String::as_str), names);
                let twice = redact_lines(once.iter().map(|turn| turn.text.as_str()), names);
                all += 1;
                changed +=
                    usize::from(once.iter().zip(&twice).any(|(one, two)| one.text != two.text));
            }
        }
        assert!(changed * 100 <= all, "{changed} of {all} dialogues change with {names:?}");
    }
}
