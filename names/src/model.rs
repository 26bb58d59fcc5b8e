//! The weights of the features.

use crate::chain::{Edge, Edges};

/// Number of weights.
pub const FEATURES: usize = 1 << 19;

/// Units of a weight: 32 are a factor of e in the odds.
pub const SCALE: u8 = 32;

/// The weights, one byte each.
#[derive(Debug, Clone)]
pub struct Model {
    weights: Vec<i8>,
}

impl Model {
    /// Reads the weights; `None` if their number is wrong.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let weights = bytes.iter().map(|byte| byte.cast_signed()).collect();
        (bytes.len() == FEATURES).then_some(Self { weights })
    }

    /// Returns the weight of a feature.
    #[inline]
    pub(crate) fn weight(&self, index: usize) -> i32 {
        self.weights.get(index).copied().map_or(0, i32::from)
    }

    /// Returns the weights of the ways between two tokens.
    #[inline]
    pub(crate) fn edge(&self, edges: Edges) -> Edge<i32> {
        Edge {
            begins: self.weight(edges.begins),
            goes_on: edges.goes_on.into_iter().map(|index| self.weight(index)).sum(),
            ends: self.weight(edges.ends),
        }
    }
}
