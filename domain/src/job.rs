//! Background jobs: their states, and which may follow which.

use crate::code::codes;

codes! {
    /// How a background job stands.
    JobState {
        /// Waits until a worker takes it.
        Queued = "queued", "Queued";
        /// A worker runs it, or ran it until it lost its lease.
        Running = "running", "Running";
        /// Done.
        Completed = "completed", "Completed";
        /// Given up, with a reason.
        Failed = "failed", "Failed";
        /// Stopped by a person or a program.
        Cancelled = "cancelled", "Cancelled";
    }
}

/// What happens to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobEvent {
    /// A worker takes it, also from one that lost its lease.
    Claim,
    /// Its worker puts it back into the queue.
    Requeue,
    /// Its work is done.
    Complete,
    /// It is given up.
    Fail,
    /// Somebody cancelled it.
    Cancel,
}

/// An event that cannot happen in a job's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{event:?} cannot happen to a job that is {state}")]
pub struct JobTransitionError {
    state: JobState,
    event: JobEvent,
}

impl JobState {
    /// The state after an event.
    pub fn after(self, event: JobEvent) -> Result<Self, JobTransitionError> {
        match (self, event) {
            (Self::Queued | Self::Running, JobEvent::Claim) => Ok(Self::Running),
            (Self::Running, JobEvent::Requeue) => Ok(Self::Queued),
            (Self::Running, JobEvent::Complete) => Ok(Self::Completed),
            (Self::Running, JobEvent::Fail) => Ok(Self::Failed),
            (Self::Queued | Self::Running, JobEvent::Cancel) => Ok(Self::Cancelled),
            (state, event) => Err(JobTransitionError { state, event }),
        }
    }

    /// Whether nothing can happen to the job any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [JobEvent; 5] =
        [JobEvent::Claim, JobEvent::Requeue, JobEvent::Complete, JobEvent::Fail, JobEvent::Cancel];

    #[test]
    fn a_job_that_ended_stays_as_it_is() {
        for state in JobState::ALL.iter().filter(|state| state.is_final()) {
            assert!(EVENTS.iter().all(|event| state.after(*event).is_err()), "{state}");
        }
    }

    #[test]
    fn only_a_running_job_ends_by_its_work() {
        for event in [JobEvent::Requeue, JobEvent::Complete, JobEvent::Fail] {
            assert!(JobState::Queued.after(event).is_err(), "{event:?}");
            assert!(JobState::Running.after(event).is_ok(), "{event:?}");
        }
        assert_eq!(JobState::Queued.after(JobEvent::Claim), Ok(JobState::Running));
        assert_eq!(JobState::Queued.after(JobEvent::Cancel), Ok(JobState::Cancelled));
    }
}
