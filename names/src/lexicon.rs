//! The word list: how common a word is as a given name, as a surname and as a word.

/// Buckets of the table.
const BUCKET_BITS: u32 = 16;
/// Bits of the hash stored for each word, beside the bucket.
const FINGERPRINT_BITS: u32 = 19;
/// Bits of an entry.
const ENTRY_BITS: u32 = 13;

/// What the word list holds of one word: levels of frequency from 0 (none) to 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entry(u16);

impl Entry {
    /// Packs the levels of a word, each at most 7, and its place, at most 3; whether it is a word of
    /// businesses, and whether it is one of brands.
    pub fn new(
        [given, surname, word]: [u16; 3],
        place: u16,
        is_business: bool,
        is_brand: bool,
    ) -> Self {
        let bits = given.min(7) | surname.min(7) << 3 | word.min(7) << 6 | place.min(3) << 9;
        Self(bits | u16::from(is_business) << 11 | u16::from(is_brand) << 12)
    }

    /// Returns the packed levels.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// How common it is as a given name.
    pub const fn given(self) -> u16 {
        self.0 & 7
    }

    /// How common it is as a surname.
    pub const fn surname(self) -> u16 {
        self.0 >> 3 & 7
    }

    /// How common it is as a word.
    pub const fn word(self) -> u16 {
        self.0 >> 6 & 7
    }

    /// How large the place of this name is; 3 is a country or a nationality.
    pub const fn place(self) -> u16 {
        self.0 >> 9 & 3
    }

    /// Whether it is a word of businesses or streets, such as "dental" or "avenue".
    pub const fn is_business(self) -> bool {
        self.0 >> 11 & 1 == 1
    }

    /// Whether no list has the word.
    pub const fn is_unknown(self) -> bool {
        self.0 == 0
    }

    /// How much commoner the word is as a name than as a word, in levels.
    pub fn lead(self) -> i16 {
        let name = self.given().max(self.surname());
        if name == 0 { -8 } else { name.cast_signed() - self.word().cast_signed() }
    }

    /// Returns the class for features that combine words.
    pub fn coarse(self) -> Coarse {
        if self.is_unknown() {
            return Coarse(0);
        }
        let level = match self.lead() {
            ..=-6 if self.word() == 0 => 0,
            ..=-6 => 1,
            -5..=-3 => 2,
            -2..=-1 => 3,
            0..=1 => 4,
            _ => 5,
        };
        let lean = match self.given().cast_signed() - self.surname().cast_signed() {
            ..=-2 => 0,
            -1..=1 => 1,
            _ => 2,
        };
        let place = u8::from(self.place() >= 2);
        Coarse(1 + level * 6 + lean * 2 + place)
    }
}

/// A coarse class of words: name or word, given name or surname, place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coarse(pub u8);

/// The word list, as a table of fingerprints.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// The first entry of each bucket, and the end of the last one.
    starts: Vec<u32>,
    /// Fingerprint and class of each word.
    entries: Vec<u32>,
}

impl Lexicon {
    /// Reads a table; `None` if it is not one.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (counts, rest) = bytes.split_at_checked(1 << BUCKET_BITS)?;
        let mut starts = Vec::with_capacity(counts.len() + 1);
        let mut total = 0_u32;
        for count in counts {
            starts.push(total);
            total += u32::from(*count);
        }
        starts.push(total);
        let (words, []) = rest.as_chunks::<4>() else { return None };
        let entries: Vec<u32> = words.iter().map(|word| u32::from_le_bytes(*word)).collect();
        (usize::try_from(total).ok()? == entries.len()).then_some(Self { starts, entries })
    }

    /// Writes the table of some words by their hash. Of two words with one fingerprint the first stays.
    pub fn write(words: impl IntoIterator<Item = (u64, Entry)>) -> Vec<u8> {
        let mut buckets: Vec<Vec<u32>> = vec![Vec::new(); 1 << BUCKET_BITS];
        for (hash, entry) in words {
            let (bucket, fingerprint) = place(hash);
            let bucket = &mut buckets[bucket];
            let is_new = bucket.iter().all(|slot| slot >> ENTRY_BITS != fingerprint);
            if is_new && bucket.len() < 255 {
                bucket.push(fingerprint << ENTRY_BITS | u32::from(entry.bits()));
            }
        }
        let counts = buckets.iter().map(|bucket| u8::try_from(bucket.len()).unwrap_or(u8::MAX));
        let mut out: Vec<u8> = counts.collect();
        for bucket in &mut buckets {
            bucket.sort_unstable();
            out.extend(bucket.iter().flat_map(|slot| slot.to_le_bytes()));
        }
        out
    }

    /// Returns the entry of a word by its hash; an empty one if the list does not have it.
    #[inline]
    pub fn get(&self, hash: u64) -> Entry {
        let (bucket, fingerprint) = place(hash);
        let start = self.starts.get(bucket).copied().unwrap_or_default();
        let end = self.starts.get(bucket + 1).copied().unwrap_or_default();
        let range = start as usize..end as usize;
        let slots = self.entries.get(range).unwrap_or_default();
        let found = slots.iter().find(|slot| **slot >> ENTRY_BITS == fingerprint);
        found.map_or(Entry::default(), |slot| Entry((slot & 0x1fff) as u16))
    }
}

/// The bucket of a hash, and its fingerprint.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the masked bits fit")]
const fn place(hash: u64) -> (usize, u32) {
    let bucket = (hash >> (64 - BUCKET_BITS)) as usize;
    let fingerprint = (hash >> (64 - BUCKET_BITS - FINGERPRINT_BITS)) as u32;
    (bucket, fingerprint & ((1 << FINGERPRINT_BITS) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::hash;

    #[test]
    fn words_are_found_and_others_are_not() {
        let entry = Entry::new([1, 7, 2], 0, false, false);
        let bytes = Lexicon::write([(hash(b"smith"), entry), (hash(b"smith"), Entry::default())]);
        let lexicon = Lexicon::parse(&bytes).unwrap();
        assert_eq!(lexicon.get(hash(b"smith")), entry);
        assert_eq!((entry.given(), entry.surname(), entry.word()), (1, 7, 2));
        assert!(lexicon.get(hash(b"smyth")).is_unknown());
    }

    #[test]
    fn a_damaged_table_is_refused() {
        let bytes = Lexicon::write([(1, Entry::new([1, 0, 0], 0, false, false))]);
        assert!(Lexicon::parse(&bytes[..bytes.len() - 4]).is_none());
        assert!(Lexicon::parse(&bytes[..9]).is_none());
    }
}
