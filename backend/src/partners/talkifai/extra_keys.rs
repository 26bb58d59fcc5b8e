//! Keys of a source that the structure of an export does not have.

use super::document::{Conversation, PostCallAnalysis, Transcript};

impl Conversation {
    /// Drops them from every part: what they hold is not known, and neither is who may see it.
    pub(super) fn drop_extra_keys(&mut self) {
        self.extra.clear();
        if let Some(agent) = &mut self.agent {
            agent.extra.clear();
        }
        if let Some(user) = &mut self.user {
            user.extra.clear();
        }
        let mut people = Vec::new();
        if let Some(Transcript { user, extra, .. }) = &mut self.transcript {
            extra.clear();
            people.extend(user);
        }
        if let Some(PostCallAnalysis { user, agent, extra, .. }) = &mut self.post_call_analysis {
            extra.clear();
            people.extend(user);
            if let Some(agent) = agent {
                agent.extra.clear();
            }
        }
        for person in people {
            person.extra.clear();
        }
    }
}
