//! Ten thousand changes of a log behind Earshot's back, each of which is found.

use super::log::Log;
use crate::{
    privacy::audit::{finding::AuditFault, verifier::KnownHead},
    store::AuditEntry,
};

/// Pseudo-random numbers of a seed (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }
}

/// A log of a random length with heads at random sizes.
fn log(random: &mut Random) -> Log {
    let mut log = Log::new(random.below(usize::MAX) as u128);
    for _ in 0..10 + random.below(60) {
        log.append(random.below(1_000));
        if random.below(12) == 0 {
            log.heads.push(log.head());
        }
    }
    assert_eq!(log.verify(&[]), Ok(()));
    log
}

/// Changes one thing of one entry.
fn edit(entry: &mut AuditEntry, random: &mut Random) {
    let flip = |bytes: &mut Vec<u8>, random: &mut Random| {
        let at = random.below(bytes.len().max(1));
        match bytes.get_mut(at) {
            Some(byte) => *byte ^= 1 << random.below(8),
            None => bytes.push(0),
        }
    };
    match random.below(10) {
        0 => entry.at += 1 + i64::try_from(random.below(1_000)).unwrap(),
        1 => entry.actor.push('x'),
        2 => entry.action.insert(0, 'x'),
        3 => entry.subject.clear(),
        4 => "{}".clone_into(&mut entry.detail),
        5 => entry.detail_encrypted = Some(vec![9; 4]),
        6 => flip(&mut entry.previous_hash, random),
        7 => flip(&mut entry.hash, random),
        8 => flip(entry.mac.as_mut().unwrap(), random),
        _ => entry.mac = None,
    }
}

/// Changes a log at random; returns the number of the first event that is then wrong, and whether only
/// a head that was kept elsewhere shows it.
fn mutate(log: &mut Log, random: &mut Random) -> (i64, bool) {
    let at = random.below(log.entries.len());
    let seq = log.entries[at].seq;
    let last = at + 1 == log.entries.len();
    match random.below(9) {
        // One event changed, deleted, or changed and everything hashed anew.
        0 => edit(&mut log.entries[at], random),
        1 => drop(log.entries.remove(at)),
        2 => {
            "nobody@harbour.example".clone_into(&mut log.entries[at].actor);
            log.rewrite_from(at);
        }
        // An event deleted, and everything behind it hashed anew.
        3 => {
            log.entries.remove(at);
            log.rewrite_from(at);
            // The last one is missing without a trace, but in heads.
            return (seq, last);
        }
        // Two events in each other's place.
        4 => {
            let other =
                if last { at - 1 } else { at + 1 + random.below(log.entries.len() - at - 1) };
            log.entries.swap(at, other);
            let (first, second) = (at.min(other), at.max(other));
            let seqs = (log.entries[second].seq, log.entries[first].seq);
            (log.entries[first].seq, log.entries[second].seq) = seqs;
            if random.below(2) == 0 {
                log.rewrite_from(first);
            }
            return (i64::try_from(first).unwrap() + 1, false);
        }
        // An event inserted.
        5 => {
            let copy = log.entries[at].clone();
            log.entries.insert(at, copy);
            log.entries[at].actor = "somebody@harbour.example".to_owned();
            log.rewrite_from(at);
        }
        // Cut off, with or without the end of the log set accordingly.
        6 => {
            log.entries.truncate(at);
            if random.below(2) == 0 {
                return (seq, false);
            }
            log.end_here();
            return (seq, true);
        }
        // Rolled back: heads and all.
        7 => {
            log.entries.truncate(at);
            log.end_here();
            log.heads.retain(|head| head.checkpoint.size <= at as u64);
            return (seq, true);
        }
        // Forked: rolled back, and written on by Earshot itself.
        _ => {
            log.entries.truncate(at);
            log.end_here();
            log.heads.retain(|head| head.checkpoint.size <= at as u64);
            for _ in 0..=random.below(30) {
                log.append(1_000 + random.below(1_000));
                if random.below(12) == 0 {
                    log.heads.push(log.head());
                }
            }
            return (seq, true);
        }
    }
    (seq, false)
}

#[test]
fn ten_thousand_changes_are_found_and_the_first_bad_event_is_named() {
    let mut random = Random(20_261_127);
    let (mut exact, mut bounded) = (0, 0);
    let mut original = log(&mut random);
    for round in 0..10_000 {
        if round % 20 == 0 {
            original = log(&mut random);
        }
        let kept = KnownHead { kept: true, ..original.head() };
        let mut changed = original.clone();
        let (first, needs_kept) = mutate(&mut changed, &mut random);
        if !needs_kept {
            let found = changed.verify(&[]).unwrap_err();
            assert_eq!((found.first, found.last), (first, first), "{round}: {found}");
        }
        let found = changed.verify(&[kept]).unwrap_err();
        // Of a fork that is as long, a head tells no more than where the last common head was.
        match found.fault {
            AuditFault::Diverged { .. } => {
                bounded += 1;
                assert!((found.first..=found.last).contains(&first), "{round}: {first}, {found}");
            }
            _ if found.first == first => exact += 1,
            // A fork that is not as long: the head is of more events.
            _ => {
                bounded += 1;
                let end = changed.end.audit_seq + 1;
                assert_eq!((found.first, found.fault), (end, AuditFault::Missing), "{round}");
                assert!(first < end, "{round}: {first}, {found}");
            }
        }
    }
    assert_eq!(exact + bounded, 10_000);
    assert!(exact > 8_000, "{exact} named exactly");
}

#[test]
fn an_event_moved_to_another_tenant_is_found() {
    let mut random = Random(1);
    let (mut mine, other) = (log(&mut random), log(&mut random));
    mine.entries[3] = AuditEntry { seq: 4, ..other.entries[3].clone() };
    assert_eq!(mine.verify(&[]).unwrap_err().first, 4);
}
