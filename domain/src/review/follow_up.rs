//! The follow-up of a call and its transitions, from new to done.

use super::{ReviewRefused, ReviewState};
use crate::UserId;

/// State and assignee of a follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp {
    /// State.
    pub state: ReviewState,
    /// Assignee.
    pub assignee: Option<UserId>,
}

impl FollowUp {
    /// Assigns an unassigned call to `by`.
    pub fn claim(self, by: UserId) -> Result<Self, ReviewRefused> {
        let open = self.open()?;
        match open.assignee {
            None => Ok(Self { state: ReviewState::ToDo, assignee: Some(by) }),
            Some(assignee) if assignee == by => Err(ReviewRefused::AlreadyYours),
            Some(_) => Err(ReviewRefused::TakenByAnother),
        }
    }

    /// Removes the assignee on behalf of `by`; `assigns` tells whether `by` may unassign others.
    pub fn release(self, by: UserId, assigns: bool) -> Result<Self, ReviewRefused> {
        let open = self.open()?;
        match open.assignee {
            None => Err(ReviewRefused::NotAssigned),
            Some(assignee) if assignee == by || assigns => Ok(Self { assignee: None, ..open }),
            Some(_) => Err(ReviewRefused::TakenByAnother),
        }
    }

    /// Assigns the call to `to`.
    pub fn assign(self, to: UserId) -> Result<Self, ReviewRefused> {
        let open = self.open()?;
        if open.assignee == Some(to) {
            return Err(ReviewRefused::AlreadyTheirs);
        }
        Ok(Self { state: ReviewState::ToDo, assignee: Some(to) })
    }

    /// Escalates the call, which removes its assignee.
    pub fn escalate(self) -> Result<Self, ReviewRefused> {
        self.open()?;
        Ok(Self { state: ReviewState::ToDo, assignee: None })
    }

    /// Marks the call as done and keeps its assignee.
    pub fn resolve(self) -> Result<Self, ReviewRefused> {
        Ok(Self { state: ReviewState::Done, ..self.open()? })
    }

    /// Marks a call that was done as to do.
    pub fn reopen(self) -> Result<Self, ReviewRefused> {
        if self.state != ReviewState::Done {
            return Err(ReviewRefused::NotDone);
        }
        Ok(Self { state: ReviewState::ToDo, ..self })
    }

    fn open(self) -> Result<Self, ReviewRefused> {
        if self.state == ReviewState::Done { Err(ReviewRefused::AlreadyDone) } else { Ok(self) }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NEW: FollowUp = FollowUp { state: ReviewState::New, assignee: None };

    fn person(number: u128) -> UserId {
        UserId::new(Uuid::from_u128(number))
    }

    #[test]
    fn a_call_is_claimed_once_and_released_by_its_assignee() {
        let (ann, bob) = (person(1), person(2));
        let hers = NEW.claim(ann).unwrap();
        assert_eq!(hers, FollowUp { state: ReviewState::ToDo, assignee: Some(ann) });
        assert_eq!(hers.claim(ann), Err(ReviewRefused::AlreadyYours));
        assert_eq!(hers.claim(bob), Err(ReviewRefused::TakenByAnother));
        assert_eq!(hers.release(bob, false), Err(ReviewRefused::TakenByAnother));
        assert_eq!(hers.release(bob, true).unwrap().assignee, None);
        assert_eq!(hers.release(ann, false).unwrap().state, ReviewState::ToDo);
        assert_eq!(NEW.release(ann, true), Err(ReviewRefused::NotAssigned));
    }

    #[test]
    fn an_escalated_call_is_unassigned_and_to_do() {
        let free = NEW.claim(person(1)).unwrap().escalate().unwrap();
        assert_eq!(free, FollowUp { state: ReviewState::ToDo, assignee: None });
        let his = free.assign(person(2)).unwrap();
        assert_eq!(his.assign(person(2)), Err(ReviewRefused::AlreadyTheirs));
    }

    #[test]
    fn a_done_call_does_not_change_until_it_is_reopened() {
        let done = NEW.claim(person(1)).unwrap().resolve().unwrap();
        assert_eq!(done.assignee, Some(person(1)));
        let conflict = Err(ReviewRefused::AlreadyDone);
        assert_eq!(done.claim(person(2)), conflict);
        assert_eq!(done.release(person(1), true), conflict);
        assert_eq!(done.assign(person(2)), conflict);
        assert_eq!(done.escalate(), conflict);
        assert_eq!(done.resolve(), conflict);
        assert_eq!(done.reopen().unwrap().state, ReviewState::ToDo);
        assert_eq!(NEW.reopen(), Err(ReviewRefused::NotDone));
    }
}
