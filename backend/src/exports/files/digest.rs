//! SHA-256 digests that can be stored half-way and continued.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{
    Digest as _, Sha256,
    digest::common::hazmat::{SerializableState, SerializedState},
};

/// The digest of bytes so far; stored as its internal state in hexadecimal digits.
#[derive(Debug, Clone, Default)]
pub(in crate::exports) struct RunningDigest(Sha256);

impl RunningDigest {
    /// Adds bytes.
    pub(in crate::exports) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of the bytes so far, in hexadecimal digits.
    pub(in crate::exports) fn hex(&self) -> String {
        hex::encode(self.0.clone().finalize())
    }
}

impl Serialize for RunningDigest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(self.0.serialize()))
    }
}

impl<'de> Deserialize<'de> for RunningDigest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = hex::decode(text).map_err(D::Error::custom)?;
        let state = SerializedState::<Sha256>::try_from(bytes.as_slice())
            .map_err(|_| D::Error::custom("not the state of a digest"))?;
        Sha256::deserialize(&state)
            .map(Self)
            .map_err(|_| D::Error::custom("not the state of a digest"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_continues_where_it_was_stored() {
        // From `printf 'one two three' | sha256sum`.
        let expected = "6899ee404683a14e8c2a03149860df25d67d34d9cd4dae7350cbe91e4b3976be";
        let mut digest = RunningDigest::default();
        digest.update(b"one tw");
        let stored = serde_json::to_string(&digest).unwrap();
        let mut digest: RunningDigest = serde_json::from_str(&stored).unwrap();
        digest.update(b"o three");
        assert_eq!(digest.hex(), expected);
    }
}
