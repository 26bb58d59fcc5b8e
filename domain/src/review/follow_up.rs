//! The follow-up of a call, from new to done.

use super::{ReviewRefused, ReviewState};
use crate::UserId;

/// How far the follow-up is, and who has the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp {
    /// How far.
    pub state: ReviewState,
    /// Who has it.
    pub assignee: Option<UserId>,
}

impl FollowUp {
    /// `by` takes the call on.
    pub fn claim(self, by: UserId) -> Result<Self, ReviewRefused> {
        let open = self.open()?;
        match open.assignee {
            None => Ok(Self { state: ReviewState::ToDo, assignee: Some(by) }),
            Some(holder) if holder == by => Err(ReviewRefused::AlreadyYours),
            Some(_) => Err(ReviewRefused::TakenByAnother),
        }
    }

    /// `by` gives the call back; who may assign calls may take anybody's away.
    pub fn release(self, by: UserId, assigns: bool) -> Result<Self, ReviewRefused> {
        let open = self.open()?;
        match open.assignee {
            None => Err(ReviewRefused::NotAssigned),
            Some(holder) if holder == by || assigns => Ok(Self { assignee: None, ..open }),
            Some(_) => Err(ReviewRefused::TakenByAnother),
        }
    }

    /// The call goes to `to`.
    pub fn assign(self, to: UserId) -> Result<Self, ReviewRefused> {
        let open = self.open()?;
        if open.assignee == Some(to) {
            return Err(ReviewRefused::AlreadyTheirs);
        }
        Ok(Self { state: ReviewState::ToDo, assignee: Some(to) })
    }

    /// The call waits for somebody with more say, so nobody has it any more.
    pub fn escalate(self) -> Result<Self, ReviewRefused> {
        self.open()?;
        Ok(Self { state: ReviewState::ToDo, assignee: None })
    }

    /// Nothing is left to do; who did it stays.
    pub fn resolve(self) -> Result<Self, ReviewRefused> {
        Ok(Self { state: ReviewState::Done, ..self.open()? })
    }

    /// There is something to do again.
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
    fn a_call_is_claimed_once_and_given_back_by_who_has_it() {
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
    fn an_escalated_call_is_free_and_to_do() {
        let free = NEW.claim(person(1)).unwrap().escalate().unwrap();
        assert_eq!(free, FollowUp { state: ReviewState::ToDo, assignee: None });
        let his = free.assign(person(2)).unwrap();
        assert_eq!(his.assign(person(2)), Err(ReviewRefused::AlreadyTheirs));
    }

    #[test]
    fn nothing_happens_to_a_done_call_before_it_is_reopened() {
        let done = NEW.claim(person(1)).unwrap().resolve().unwrap();
        assert_eq!(done.assignee, Some(person(1)));
        let refused = Err(ReviewRefused::AlreadyDone);
        assert_eq!(done.claim(person(2)), refused);
        assert_eq!(done.release(person(1), true), refused);
        assert_eq!(done.assign(person(2)), refused);
        assert_eq!(done.escalate(), refused);
        assert_eq!(done.resolve(), refused);
        assert_eq!(done.reopen().unwrap().state, ReviewState::ToDo);
        assert_eq!(NEW.reopen(), Err(ReviewRefused::NotDone));
    }
}
