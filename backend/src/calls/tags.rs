//! The tags of a call: those of its source, as changed by people.

use earshot_domain::ReviewAction;

use crate::store::EventRow;

/// The tags of a call, in the order they were added.
pub(crate) fn tags(source_tags: &[String], events: &[EventRow]) -> Vec<String> {
    let mut tags = source_tags.to_vec();
    for event in events {
        let Some(tag) = &event.new_text else { continue };
        if event.action == ReviewAction::Tag {
            tags.push(tag.clone());
        } else if event.action == ReviewAction::Untag {
            tags.retain(|other| other != tag);
        }
    }
    tags
}
