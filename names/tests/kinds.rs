//! Names and other words by kind, written and as speech: sentences with names that no training has.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{fs, ops::Range, path::Path};

use earshot_names::{Names, Setting};

/// A kind, and the most names that may be missed, or sentences with a wrong mark, in per cent.
struct Kind {
    name: &'static str,
    written: usize,
    speech: usize,
}

const fn kind(name: &'static str, written: usize, speech: usize) -> Kind {
    Kind { name, written, speech }
}

const WITH_NAMES: [Kind; 13] = [
    kind("full-common", 1, 2),
    kind("given-common", 2, 10),
    kind("full-any", 2, 4),
    kind("full-international", 5, 6),
    kind("given-word", 7, 18),
    kind("full-word", 8, 17),
    kind("title-surname", 3, 6),
    kind("answer", 3, 6),
    kind("answer-word", 4, 8),
    kind("spelled", 3, 6),
    kind("given-unlisted", 5, 20),
    kind("full-unlisted", 5, 20),
    kind("agent", 3, 6),
];

const WITHOUT_NAMES: [Kind; 8] = [
    kind("no-business", 5, 9),
    kind("no-brand", 13, 13),
    kind("no-city", 4, 3),
    kind("no-street", 1, 1),
    kind("no-month", 1, 1),
    kind("no-word-name", 7, 10),
    kind("no-product", 1, 1),
    kind("no-bank", 1, 1),
];

/// A sentence's turns, with the ranges of its names.
type Sentence = (Vec<String>, Vec<Vec<Range<usize>>>);

fn sentences(kind: &str, form: &str) -> Vec<Sentence> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kinds");
    let text = fs::read_to_string(folder.join(format!("{kind}.{form}.txt"))).unwrap();
    let sentences: Vec<Sentence> =
        text.lines().map(|line| line.split(" | ").map(unmark).unzip()).collect();
    assert!(sentences.len() >= 150, "{kind} has {} sentences", sentences.len());
    sentences
}

/// Takes the marks `<` and `>` out of a text.
fn unmark(marked: &str) -> (String, Vec<Range<usize>>) {
    let (mut text, mut names, mut start) = (String::new(), Vec::new(), 0);
    for sign in marked.chars() {
        match sign {
            '<' => start = text.len(),
            '>' => names.push(start..text.len()),
            sign => text.push(sign),
        }
    }
    (text, names)
}

fn find(turns: &[String]) -> Vec<Vec<Range<usize>>> {
    let turns: Vec<&str> = turns.iter().map(String::as_str).collect();
    Names::embedded().unwrap().find(&turns, Setting::Balanced)
}

/// Whether a letter of the name is outside of every mark.
fn is_missed(text: &str, name: &Range<usize>, marks: &[Range<usize>]) -> bool {
    text[name.clone()].char_indices().any(|(at, sign)| {
        sign.is_alphabetic() && !marks.iter().any(|mark| mark.contains(&(name.start + at)))
    })
}

/// Missed names and all names of a kind.
fn missed(kind: &str, form: &str) -> (usize, usize) {
    let (mut missed, mut all) = (0, 0);
    for (turns, names) in sentences(kind, form) {
        for ((text, names), marks) in turns.iter().zip(&names).zip(find(&turns)) {
            all += names.len();
            let here = names.iter().filter(|name| is_missed(text, name, &marks)).count();
            if here > 0 {
                println!("{kind} {form}: missed in {text}");
            }
            missed += here;
        }
    }
    (missed, all)
}

/// Sentences with a mark, and all sentences of a kind.
fn marked(kind: &str, form: &str) -> (usize, usize) {
    let sentences = sentences(kind, form);
    let is_marked = |(turns, _): &&Sentence| {
        let found = find(turns);
        let is_any = found.iter().any(|marks| !marks.is_empty());
        if is_any {
            println!("{kind} {form}: marked in {turns:?} {found:?}");
        }
        is_any
    };
    (sentences.iter().filter(is_marked).count(), sentences.len())
}

fn check(kinds: &[Kind], measure: impl Fn(&str, &str) -> (usize, usize)) {
    let mut faults = Vec::new();
    for kind in kinds {
        for (form, limit) in [("written", kind.written), ("speech", kind.speech)] {
            let (wrong, all) = measure(kind.name, form);
            println!("table: {} {form}: {wrong} of {all}, at most {limit} %", kind.name);
            if wrong * 100 > all * limit {
                faults.push(format!("{} {form}: {wrong} of {all}, over {limit} %", kind.name));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn few_names_of_each_kind_are_missed() {
    check(&WITH_NAMES, missed);
}

#[test]
fn few_other_words_of_each_kind_are_marked() {
    check(&WITHOUT_NAMES, marked);
}

#[test]
fn no_frame_of_the_tests_is_one_of_the_training() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lines = |folder: &str| -> Vec<String> {
        let files = fs::read_dir(root.join(folder)).unwrap();
        let texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        texts.flat_map(|text| text.lines().map(shape).collect::<Vec<_>>()).collect()
    };
    let training = lines("training");
    let same: Vec<String> =
        lines("tests/frames").into_iter().filter(|line| training.contains(line)).collect();
    assert_eq!(same, Vec::<String>::new());
}

/// A frame with one placeholder for all.
fn shape(frame: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for sign in frame.chars() {
        inside = (inside || sign == '{') && sign != '}';
        if !inside {
            out.push(sign);
        }
    }
    out
}

#[test]
fn ordinary_talk_has_at_most_five_wrong_marks_in_ten_thousand_words() {
    let (mut marks, mut words) = (0, 0);
    for form in ["written", "speech"] {
        for (turns, _) in sentences("no-bank", form) {
            words += turns.iter().map(|turn| turn.split_whitespace().count()).sum::<usize>();
            marks += find(&turns).iter().map(Vec::len).sum::<usize>();
        }
    }
    assert!(marks * 10_000 <= 5 * words, "{marks} in {words} words");
}

#[test]
fn a_second_redaction_changes_at_most_one_sentence_in_a_hundred() {
    let (mut changed, mut all) = (0, 0);
    for kind in WITH_NAMES.iter().chain(&WITHOUT_NAMES) {
        for form in ["written", "speech"] {
            for (turns, _) in sentences(kind.name, form) {
                let once = redacted(&turns);
                all += 1;
                if redacted(&once) != once {
                    changed += 1;
                    println!("{once:?} {:?}", find(&once));
                }
            }
        }
    }
    println!("table: {changed} of {all} changed again");
    assert!(changed * 100 <= all, "{changed} of {all}");
}

/// Replaces the names of some turns.
fn redacted(turns: &[String]) -> Vec<String> {
    let found = find(turns);
    let replaced = turns.iter().zip(found).map(|(turn, ranges)| {
        let mut turn = turn.clone();
        for range in ranges.into_iter().rev() {
            turn.replace_range(range, "[PERSON]");
        }
        turn
    });
    replaced.collect()
}
