//! The tree against the definition of RFC 6962.

use super::super::tree::{Frontier, Hash, leaf_hash, node_hash};

/// The definition: a leaf, or the node over the largest power of two below the size and the rest.
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => leaf_of_nothing(),
        [leaf] => *leaf,
        _ => {
            let left = leaves.len().next_power_of_two() / 2;
            node_hash(&root(&leaves[..left]), &root(&leaves[left..]))
        }
    }
}

fn leaf_of_nothing() -> Hash {
    // SHA-256 of no bytes.
    hex::decode("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        .unwrap()
        .try_into()
        .unwrap()
}

fn leaf(number: usize) -> String {
    format!("event {number}")
}

#[test]
fn the_root_is_that_of_the_definition_at_every_size() {
    let mut frontier = Frontier::default();
    let mut leaves = Vec::new();
    assert_eq!(frontier.root(), leaf_of_nothing());
    for number in 0..600 {
        let hash = leaf_hash(leaf(number).as_bytes());
        frontier.push(hash);
        leaves.push(hash);
        assert_eq!((frontier.size(), frontier.root()), (number as u64 + 1, root(&leaves)));
    }
}
