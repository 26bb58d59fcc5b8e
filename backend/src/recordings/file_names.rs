//! Names of recordings' files, and the calls that they name.
//!
//! Telephone systems put the unique id of a call into the name: `FreePBX` writes
//! `in-<did>-<caller>-<date>-<time>-<unique id>.wav`, Asterisk `<unique id>.wav` or, for a side of the call,
//! `<unique id>-in.wav`.

use std::{
    collections::{HashMap, hash_map::Entry},
    path::Path,
};

use earshot_domain::CallId;

/// Digits of the seconds since 1970 in a unique id.
const SECONDS_DIGITS: std::ops::RangeInclusive<usize> = 9..=11;

/// Calls by each name that a file of theirs may have.
#[derive(Default)]
pub(super) struct CallsByName(HashMap<String, Named>);

/// The call of a name.
#[derive(Clone, Copy, PartialEq)]
enum Named {
    One(CallId),
    Several,
}

/// Why a file belongs to no call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unmatched {
    /// It is named neither after a call nor after a recording that a call names.
    UnknownName,
    /// It has a unique id in its name, which is no call's.
    UnknownId,
    /// Its name is that of several calls.
    SeveralCalls,
}

impl Unmatched {
    /// The reason, as a sentence about files goes on.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::UnknownName => {
                "named neither after the id of a call, nor its id in the source, nor the recording \
                 that its source names"
            }
            Self::UnknownId => "named after the unique id of a call that has not been imported",
            Self::SeveralCalls => "named like the recordings of several calls",
        }
    }
}

impl CallsByName {
    pub(super) fn add(&mut self, name: String, call: CallId) {
        match self.0.entry(name) {
            Entry::Vacant(entry) => drop(entry.insert(Named::One(call))),
            Entry::Occupied(mut entry) if *entry.get() != Named::One(call) => {
                entry.insert(Named::Several);
            }
            Entry::Occupied(_) => {}
        }
    }

    /// The call with exactly this name.
    pub(super) fn exact(&self, name: &str) -> Option<CallId> {
        match self.0.get(name) {
            Some(Named::One(call)) => Some(*call),
            Some(Named::Several) | None => None,
        }
    }

    /// The call of a file.
    pub(super) fn of_file(&self, path: &Path) -> Result<CallId, Unmatched> {
        let text = |part: Option<&std::ffi::OsStr>| {
            part.and_then(|part| part.to_str()).unwrap_or_default().to_owned()
        };
        let (name, stem) = (text(path.file_name()), text(path.file_stem()));
        let ids = unique_ids(&stem);
        let found = [name.as_str(), stem.as_str()].into_iter().chain(ids.iter().copied());
        match found.into_iter().find_map(|name| self.0.get(name)) {
            Some(Named::One(call)) => Ok(*call),
            Some(Named::Several) => Err(Unmatched::SeveralCalls),
            None if ids.is_empty() => Err(Unmatched::UnknownName),
            None => Err(Unmatched::UnknownId),
        }
    }
}

/// The parts of a name that may be a unique id, longest first: seconds and a number such as
/// `1781773265.265`, also with the name of a system before it.
fn unique_ids(stem: &str) -> Vec<&str> {
    let is_part = |byte: u8| matches!(byte, b'-' | b'_' | b' ' | b'~' | b'(' | b')');
    let mut ids = Vec::new();
    let bounds = |from: usize| {
        stem.get(from..)
            .and_then(|rest| rest.find(|letter: char| u8::try_from(letter).is_ok_and(is_part)))
            .map_or(stem.len(), |length| from.saturating_add(length))
    };
    let starts = std::iter::once(0).chain(
        stem.bytes()
            .enumerate()
            .filter(|(_, byte)| is_part(*byte))
            .map(|(at, _)| at.saturating_add(1)),
    );
    let starts: Vec<usize> = starts.collect();
    for start in &starts {
        let end = bounds(*start);
        if stem.get(*start..end).is_some_and(is_unique_id) {
            // Before it may be the name of a system, with hyphens of its own.
            ids.extend(
                starts
                    .iter()
                    .take_while(|from| *from <= start)
                    .filter_map(|from| stem.get(*from..end)),
            );
        }
    }
    ids
}

fn is_unique_id(part: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    part.split_once('.').is_some_and(|(seconds, number)| {
        SECONDS_DIGITS.contains(&seconds.len())
            && digits(seconds)
            && !number.is_empty()
            && digits(number)
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn call(number: u128) -> CallId {
        CallId::new(Uuid::from_u128(number))
    }

    #[test]
    fn a_unique_id_in_the_name_leads_to_its_call() {
        let mut calls = CallsByName::default();
        for (name, number) in [
            ("1781773265.265", 1),
            ("pbx-2-1781773300.7", 2),
            ("+447700900140", 3),
            ("note.wav", 4),
            ("1781773999.1", 5),
            ("1781773999.1", 6),
        ] {
            calls.add(name.to_owned(), call(number));
        }
        calls.add("note.wav".to_owned(), call(4));
        for (file, expected) in [
            ("in-02079460123-+447700900140-20260623-090105-1781773265.265.wav", Ok(call(1))),
            ("external-1001-+447700900140-20260623-090105-1781773265.265.WAV", Ok(call(1))),
            ("out-07700900140-1001-20260623-090105-pbx-2-1781773300.7.gsm", Ok(call(2))),
            ("1781773265.265-in.wav", Ok(call(1))),
            ("1781773265.265", Ok(call(1))),
            ("q-600-+447700900140-20260623-090105-1781773265.265 (1).wav", Ok(call(1))),
            ("note.wav", Ok(call(4))),
            ("+447700900140.wav", Ok(call(3))),
            ("1781773999.1.wav", Err(Unmatched::SeveralCalls)),
            (
                "in-02079460123-+447700900140-20260623-090105-1781773265.266.wav",
                Err(Unmatched::UnknownId),
            ),
            ("in-02079460123-+447700900140-20260623-090105.wav", Err(Unmatched::UnknownName)),
            (".wav", Err(Unmatched::UnknownName)),
        ] {
            assert_eq!(calls.of_file(Path::new(file)), expected, "{file}");
        }
    }
}
