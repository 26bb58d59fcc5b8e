//! The follow-up of a call and its transitions, from new to done.

use super::{ReviewConflict, ReviewState};
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
    pub fn claim(self, by: UserId) -> Result<Self, ReviewConflict> {
        let open = self.open()?;
        match open.assignee {
            None => Ok(Self { state: ReviewState::ToDo, assignee: Some(by) }),
            Some(assignee) if assignee == by => Err(ReviewConflict::AlreadyYours),
            Some(_) => Err(ReviewConflict::TakenByAnother),
        }
    }

    /// Removes the assignee on behalf of `by`; `assigns` tells whether `by` may unassign others.
    pub fn release(self, by: UserId, assigns: bool) -> Result<Self, ReviewConflict> {
        let open = self.open()?;
        match open.assignee {
            None => Err(ReviewConflict::NotAssigned),
            Some(assignee) if assignee == by || assigns => Ok(Self { assignee: None, ..open }),
            Some(_) => Err(ReviewConflict::TakenByAnother),
        }
    }

    /// Assigns the call to `to`.
    pub fn assign(self, to: UserId) -> Result<Self, ReviewConflict> {
        let open = self.open()?;
        if open.assignee == Some(to) {
            return Err(ReviewConflict::AlreadyTheirs);
        }
        Ok(Self { state: ReviewState::ToDo, assignee: Some(to) })
    }

    /// Escalates the call, which removes its assignee.
    pub fn escalate(self) -> Result<Self, ReviewConflict> {
        self.open()?;
        Ok(Self { state: ReviewState::ToDo, assignee: None })
    }

    /// Marks the call as done and keeps its assignee.
    pub fn resolve(self) -> Result<Self, ReviewConflict> {
        Ok(Self { state: ReviewState::Done, ..self.open()? })
    }

    /// Marks a call that was done as to do.
    pub fn reopen(self) -> Result<Self, ReviewConflict> {
        if self.state != ReviewState::Done {
            return Err(ReviewConflict::NotDone);
        }
        Ok(Self { state: ReviewState::ToDo, ..self })
    }

    fn open(self) -> Result<Self, ReviewConflict> {
        if self.state == ReviewState::Done { Err(ReviewConflict::AlreadyDone) } else { Ok(self) }
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
        assert_eq!(hers.claim(ann), Err(ReviewConflict::AlreadyYours));
        assert_eq!(hers.claim(bob), Err(ReviewConflict::TakenByAnother));
        assert_eq!(hers.release(bob, false), Err(ReviewConflict::TakenByAnother));
        assert_eq!(hers.release(bob, true).unwrap().assignee, None);
        assert_eq!(hers.release(ann, false).unwrap().state, ReviewState::ToDo);
        assert_eq!(NEW.release(ann, true), Err(ReviewConflict::NotAssigned));
    }

    #[test]
    fn an_escalated_call_is_unassigned_and_to_do() {
        let free = NEW.claim(person(1)).unwrap().escalate().unwrap();
        assert_eq!(free, FollowUp { state: ReviewState::ToDo, assignee: None });
        let his = free.assign(person(2)).unwrap();
        assert_eq!(his.assign(person(2)), Err(ReviewConflict::AlreadyTheirs));
    }

    #[test]
    fn a_done_call_does_not_change_until_it_is_reopened() {
        let done = NEW.claim(person(1)).unwrap().resolve().unwrap();
        assert_eq!(done.assignee, Some(person(1)));
        let conflict = Err(ReviewConflict::AlreadyDone);
        assert_eq!(done.claim(person(2)), conflict);
        assert_eq!(done.release(person(1), true), conflict);
        assert_eq!(done.assign(person(2)), conflict);
        assert_eq!(done.escalate(), conflict);
        assert_eq!(done.resolve(), conflict);
        assert_eq!(done.reopen().unwrap().state, ReviewState::ToDo);
        assert_eq!(NEW.reopen(), Err(ReviewConflict::NotDone));
    }
}
