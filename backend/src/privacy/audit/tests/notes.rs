//! Signed notes.

use super::super::note::{Checkpoint, Notary, origin};
use crate::MasterKey;

fn head(size: u64) -> Checkpoint {
    let tenant = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
    Checkpoint { origin: origin(tenant), size, root: [7; 32] }
}

#[test]
fn a_head_is_a_signed_note() {
    let notary = Notary::of(&MasterKey::new([1; 32])).unwrap();
    let note = notary.sign(&head(12));
    let lines: Vec<&str> = note.split('\n').collect();
    assert_eq!(lines[0], "earshot-audit/01890a5d-ac96-774b-bcce-b302099a8057");
    assert_eq!(lines[1], "12");
    assert_eq!(lines[2], "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=");
    assert_eq!((lines[3], lines[5], lines.len()), ("", "", 6));
    assert!(lines[4].starts_with("\u{2014} earshot-audit "), "{note}");
    assert_eq!(notary.open(&note), Some(head(12)));
    let parts: Vec<String> = notary.verifier_key().split('+').map(str::to_owned).collect();
    assert_eq!((parts[0].as_str(), parts[1].len()), ("earshot-audit", 8));
}

#[test]
fn a_changed_or_foreign_note_does_not_open() {
    let notary = Notary::of(&MasterKey::new([1; 32])).unwrap();
    let other = Notary::of(&MasterKey::new([2; 32])).unwrap();
    let note = notary.sign(&head(12));
    assert_eq!(other.open(&note), None);
    for at in (0..note.len()).filter(|at| note.is_char_boundary(*at)) {
        let mut changed = note.clone();
        let length = changed[at..].chars().next().unwrap().len_utf8();
        let with = if &changed[at..at + length] == "A" { "B" } else { "A" };
        changed.replace_range(at..at + length, with);
        assert_eq!(notary.open(&changed), None, "{changed}");
    }
    for end in 0..note.len() {
        if let Some(cut) = note.get(..end) {
            let whole = end + 1 == note.len();
            assert_eq!(notary.open(cut).is_some(), whole, "{cut}");
        }
    }
}

#[test]
fn a_note_with_witnesses_opens() {
    let notary = Notary::of(&MasterKey::new([1; 32])).unwrap();
    let note = notary.sign(&head(0)) + "\u{2014} witness.example/w1 AAAAAAAAAAAAAAAA\n";
    assert_eq!(notary.open(&note), Some(head(0)));
}
