//! Details of a call: function calls, costs, ratings, consent, recording and more.

use earshot_domain::{
    CallDetails, Channel, Citation, Consent, Costs, Csat, Customer, Direction, FunctionCall, Leg,
    PlaybackCompliance, Priority, Recording, Sentiment,
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    dice::Dice,
    facts::Facts,
    plan::{Kind, Plan},
    review,
    scenario::{Fields, Function, Mood},
    tenants::House,
    timing::Timing,
};

/// The parts of a call that depend on its course.
pub(super) struct Course<'a> {
    pub(super) plan: &'a Plan,
    pub(super) timing: Timing,
    pub(super) outcome: Option<&'static str>,
    pub(super) sentiment: Option<Sentiment>,
}

/// Returns the details that lists do not show.
pub(super) fn details(course: &Course) -> CallDetails {
    let Course { plan, timing, .. } = course;
    let mut dice = Dice::keyed(plan.seed, "details");
    let talked = matches!(plan.kind, Kind::Completed | Kind::Failed);
    let done = plan.kind == Kind::Completed;
    let scenario = plan.scenario;
    CallDetails {
        legs: legs(plan, *timing, &mut dice),
        function_calls: if done { functions(plan, *timing, &mut dice) } else { Vec::new() },
        costs: (talked && dice.chance(88)).then(|| costs(*timing, &mut dice)),
        analysis: (done && dice.chance(70)).then(|| analysis(course, &mut dice)),
        transfer_destination: (course.outcome == Some("Transferred"))
            .then(|| plan.facts.fill(dice.pick(&["{colleague}", "2014", "2020", "{phone}"]))),
        audience: dice.chance(30).then(|| audience(plan, &mut dice).to_owned()),
        priority: priority(plan, &mut dice),
        agent_sentiment: if done { agent_sentiment(plan) } else { None },
        csat: if done { csat(course, &mut dice) } else { None },
        tags: tags(plan, &mut dice),
        skills: some_of(scenario.skills, done),
        citations: citations(plan, done && dice.chance(60)),
        notes: review::notes(plan, &mut dice),
        review_events: review::events(course, &mut dice),
        consent: consent(&mut dice),
        playback_compliance: compliance(&mut dice),
        recording: recording(course, &mut dice),
    }
}

/// Returns the caller, if the source knows them.
pub(super) fn customer(plan: &Plan) -> Option<Customer> {
    let mut dice = Dice::keyed(plan.seed, "customer");
    if plan.direction == Direction::Internal || plan.kind == Kind::Unknown || !dice.chance(66) {
        return None;
    }
    let person = &plan.facts.person;
    Some(Customer {
        id: Some(plan.facts.customer_id()),
        name: Some(person.name()),
        email: dice.chance(70).then(|| person.email()),
        phone: dice.chance(85).then(|| person.number.e164()),
        company: dice.chance(9).then(|| plan.facts.fill("{company}")),
        identity_verified: dice.weighted(&[(55, Some(true)), (20, Some(false)), (25, None)]),
    })
}

/// Returns the legs, which a PBX reports; if a second extension answered, the first did not.
fn legs(plan: &Plan, timing: Timing, dice: &mut Dice) -> Vec<Leg> {
    if plan.channel != Channel::Voice || plan.kind == Kind::Live || !dice.chance(22) {
        return Vec::new();
    }
    let status = match plan.kind {
        Kind::Missed => "NO ANSWER",
        Kind::Failed => "FAILED",
        _ => "ANSWERED",
    };
    let leg = |number: u32, status: &str, ring: u32, talk: u32, hold: u32| Leg {
        leg_id: format!("{}-{:06}.{number}", plan.project.slug(), plan.n),
        leg: number,
        status: status.to_owned(),
        call_to: if number == 1 { "2010" } else { "2014" }.to_owned(),
        total_seconds: ring + talk + hold,
        ring_seconds: ring,
        talk_seconds: talk,
        hold_seconds: hold,
    };
    let Timing { ring, talk, hold, .. } = timing;
    if ring < 4 || dice.chance(60) {
        return vec![leg(1, status, ring, talk, hold)];
    }
    vec![leg(1, "NO ANSWER", ring / 2, 0, 0), leg(2, status, ring - ring / 2, talk, hold)]
}

fn functions(plan: &Plan, timing: Timing, dice: &mut Dice) -> Vec<FunctionCall> {
    let used: Vec<&Function> =
        plan.scenario.functions.iter().copied().filter(|_| dice.chance(80)).collect();
    let share = timing.talk / u32::try_from(used.len() + 1).unwrap_or(1);
    (1..)
        .zip(used)
        .map(|(number, function)| FunctionCall {
            function: function.name.to_owned(),
            parameters: object(function.parameters, &plan.facts),
            result: dice.chance(94).then(|| object(function.result, &plan.facts)),
            timestamp: dice
                .chance(90)
                .then(|| later(plan.started, timing.ring + share * number).to_string()),
        })
        .collect()
}

fn object(fields: Fields, facts: &Facts) -> Value {
    let filled =
        |(name, template): &(&str, &str)| ((*name).to_owned(), facts.fill(template).into());
    Value::Object(fields.iter().map(filled).collect::<Map<_, _>>())
}

/// Returns the time `seconds` after `start`.
pub(super) fn later(start: Timestamp, seconds: u32) -> Timestamp {
    Timestamp::from_second(start.as_second() + i64::from(seconds)).unwrap_or(start)
}

fn costs(timing: Timing, dice: &mut Dice) -> Costs {
    let base = timing.total() * 12 + 150;
    let total = base + base * dice.between(30, 90) / 100;
    let euros = |parts: u32| Some(f64::from(parts) / 10_000.0);
    Costs { base: euros(base), total: euros(total) }
}

fn analysis(course: &Course, dice: &mut Dice) -> Value {
    json!({
        "intent": course.plan.scenario.intent,
        "language": dice.weighted(&[(92, "en-GB"), (4, "pt-PT"), (2, "ar"), (2, "he")]),
        "resolved": course.outcome.is_some(),
        "confidence": f64::from(dice.between(61, 99)) / 100.0,
        "topics": course.plan.scenario.skills,
        "follow_up": course.outcome == Some("Message taken"),
    })
}

fn audience(plan: &Plan, dice: &mut Dice) -> &'static str {
    match plan.project.house() {
        _ if plan.direction == Direction::Internal => "colleagues",
        House::Dental => dice.weighted(&[(7, "patients"), (2, "new patients"), (1, "suppliers")]),
        House::Hotel => dice.weighted(&[(7, "guests"), (2, "event planners"), (1, "suppliers")]),
    }
}

fn priority(plan: &Plan, dice: &mut Dice) -> Option<Priority> {
    plan.scenario.priority.or_else(|| {
        dice.weighted(&[(5, None), (4, Some(Priority::Normal)), (1, Some(Priority::Low))])
    })
}

fn agent_sentiment(plan: &Plan) -> Option<Sentiment> {
    let mut dice = Dice::keyed(plan.seed, "agent sentiment");
    dice.weighted(&[(5, None), (3, Some(Sentiment::Positive)), (2, Some(Sentiment::Neutral))])
}

fn csat(course: &Course, dice: &mut Dice) -> Option<Csat> {
    if !dice.chance(16) {
        return None;
    }
    let (low, high, comments) = match course.sentiment {
        Some(Sentiment::Positive) => (4, 5, &["Quick and friendly.", "Could not fault it! 👍", ""]),
        Some(Sentiment::Negative) => {
            (1, 2, &["I had to repeat myself, \"twice\".", "Too slow.", ""])
        }
        _ => (2, 5, &["Fine.", "A person would have been nicer, but it worked.", ""]),
    };
    let comment = dice.pick(comments);
    let rating = u8::try_from(dice.between(low, high)).unwrap_or(3);
    Some(Csat { rating, comment: (!comment.is_empty()).then(|| comment.to_owned()) })
}

fn tags(plan: &Plan, dice: &mut Dice) -> Vec<String> {
    let mut tags = Vec::new();
    if plan.kind == Kind::Completed && dice.chance(80) {
        tags.push(plan.scenario.intent.to_owned());
    }
    if dice.chance(18) {
        tags.push(dice.pick(&["returning", "new", "vip", "call-back", "check, please"]).to_owned());
    }
    if plan.scenario.mood == Mood::Upset && dice.chance(30) {
        tags.push("follow-up".to_owned());
    }
    tags
}

fn some_of(skills: &[&str], wanted: bool) -> Vec<String> {
    if wanted { skills.iter().map(ToString::to_string).collect() } else { Vec::new() }
}

fn citations(plan: &Plan, wanted: bool) -> Vec<Citation> {
    let domain = plan.project.house().domain();
    let cite = |(title, path): &(&str, &str)| Citation {
        title: (*title).to_owned(),
        url: Some(format!("https://{domain}/{path}")),
    };
    plan.scenario.pages.iter().filter(|_| wanted).map(cite).collect()
}

fn consent(dice: &mut Dice) -> Option<Consent> {
    dice.weighted(&[
        (70, Some(Consent::Granted)),
        (9, Some(Consent::Denied)),
        (9, Some(Consent::Missing)),
        (6, Some(Consent::Unknown)),
        (6, None),
    ])
}

fn compliance(dice: &mut Dice) -> Option<PlaybackCompliance> {
    dice.weighted(&[
        (74, Some(PlaybackCompliance::Permitted)),
        (7, Some(PlaybackCompliance::Denied)),
        (7, Some(PlaybackCompliance::MissingEvidence)),
        (6, Some(PlaybackCompliance::PolicyBlocked)),
        (6, None),
    ])
}

fn recording(course: &Course, dice: &mut Dice) -> Option<Recording> {
    let plan = course.plan;
    let spoken = matches!(plan.channel, Channel::Voice | Channel::Web);
    if plan.kind != Kind::Completed || !spoken || !dice.chance(52) {
        return None;
    }
    let stamp = plan.started.strftime("%Y%m%d-%H%M%S");
    let slug = plan.project.slug();
    Some(Recording { file_name: format!("{stamp}_{slug}-{:06}.wav", plan.n) })
}
