//! Disputes of lines, and who may decide them.

use super::{DisputeState, ReviewConflict};
use crate::UserId;

/// A dispute and its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dispute {
    /// Who raised it.
    pub author: UserId,
    /// State.
    pub state: DisputeState,
}

impl Dispute {
    /// Accepts the dispute on behalf of `by`.
    pub fn accept(self, by: UserId) -> Result<Self, ReviewConflict> {
        self.decided(by, DisputeState::Accepted)
    }

    /// Rejects the dispute on behalf of `by`.
    pub fn reject(self, by: UserId) -> Result<Self, ReviewConflict> {
        self.decided(by, DisputeState::Rejected)
    }

    fn decided(self, by: UserId, state: DisputeState) -> Result<Self, ReviewConflict> {
        if self.state != DisputeState::Open {
            return Err(ReviewConflict::AlreadyDecided);
        }
        if self.author == by {
            return Err(ReviewConflict::OwnDispute);
        }
        Ok(Self { state, ..self })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_dispute_is_decided_once_and_by_another() {
        let (ann, bob) = (UserId::new(Uuid::from_u128(1)), UserId::new(Uuid::from_u128(2)));
        let dispute = Dispute { author: ann, state: DisputeState::Open };
        assert_eq!(dispute.accept(ann), Err(ReviewConflict::OwnDispute));
        let rejected = dispute.reject(bob).unwrap();
        assert_eq!(rejected.state, DisputeState::Rejected);
        assert_eq!(rejected.accept(bob), Err(ReviewConflict::AlreadyDecided));
        assert_eq!(dispute.accept(bob).unwrap().state, DisputeState::Accepted);
    }
}
