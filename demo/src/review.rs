//! Reviews in the source system: notes and decisions after a call.

use earshot_domain::ReviewEvent;

use super::{
    details::{Course, later},
    dice::Dice,
    plan::Plan,
};

const NOTES: &[&str] = &[
    "Rang back at lunchtime, nobody answered.",
    "{name} prefers {day}. Ring {phone} if something comes free.",
    "Please check the date of birth, the file says {dob}.",
    "Sent the form to {email}.",
    "Third call this month, \"{first} from {company}\".",
    "=check the price again, {price} looks wrong",
    "Spoke to {colleague}, all settled.",
];

const EVENTS: &[(&str, Option<&str>)] = &[
    ("claim", None),
    ("annotate", Some("The name was misheard; it is {name}.")),
    ("escalate", Some("The caller asked for the manager.")),
    ("dispute", Some("The outcome should be another one.")),
    ("resolve", Some("Rang back, the matter is settled.")),
    ("release", None),
];

pub(super) fn notes(plan: &Plan, dice: &mut Dice) -> Vec<String> {
    if !dice.chance(8) {
        return Vec::new();
    }
    (0..dice.between(1, 2)).map(|_| plan.facts.fill(dice.pick(NOTES))).collect()
}

/// Returns the review events, some minutes apart and never later than now.
pub(super) fn events(course: &Course, dice: &mut Dice) -> Vec<ReviewEvent> {
    let plan = course.plan;
    if !dice.chance(5) {
        return Vec::new();
    }
    let mut at = later(plan.started, course.timing.total());
    let mut events = Vec::new();
    for _ in 0..dice.between(1, 3) {
        at = later(at, dice.between(300, 90_000));
        let (event, reason) = dice.pick(EVENTS);
        if at <= plan.now {
            events.push(ReviewEvent {
                event: event.to_owned(),
                author: format!("manager@{}", plan.project.house().domain()),
                at: at.to_string(),
                reason: reason.map(|text| plan.facts.fill(text)),
            });
        }
    }
    events
}
