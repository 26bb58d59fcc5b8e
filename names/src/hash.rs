//! The hash of words and features, the same on every machine.

const PRIME: u64 = 0x0100_0000_01b3;

/// A hash under construction: FNV-1a, mixed at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hasher(u64);

impl Default for Hasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher {
    /// Adds a byte.
    #[inline]
    pub const fn push(&mut self, byte: u8) {
        self.0 = (self.0 ^ byte as u64).wrapping_mul(PRIME);
    }

    /// Returns the hash of the bytes so far.
    #[inline]
    pub const fn finish(self) -> u64 {
        mix(self.0)
    }
}

/// Returns the hash of some bytes.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = Hasher::default();
    for byte in bytes {
        hasher.push(*byte);
    }
    hasher.finish()
}

/// Spreads the bits of a number, as in splitmix64.
#[inline]
pub(crate) const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_every_other_machine() {
        // Computed independently: FNV-1a of "smith", then the finaliser of splitmix64.
        assert_eq!(hash(b"smith"), 0xbd08_af2f_bbba_b728);
        assert_ne!(hash(b"smith"), hash(b"smyth"));
    }
}
