//! The embedded data is what its digests say, and stays small.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

#[test]
fn the_embedded_data_is_the_trained_one() {
    let files = [
        ("weights.bin", include_bytes!("../data/weights.bin").as_slice()),
        ("words.bin", include_bytes!("../data/words.bin").as_slice()),
    ];
    let mut sums = String::new();
    for (name, bytes) in files {
        for byte in Sha256::digest(bytes) {
            write!(sums, "{byte:02x}").unwrap();
        }
        writeln!(sums, "  {name}").unwrap();
    }
    assert_eq!(sums, include_str!("../data/SHA256SUMS"));
    let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(size <= 2_100_000, "{size}");
    assert!(earshot_names::Names::embedded().is_some());
}
