//! Properties of the demo: reproducible calls, every state, no times in the future.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use earshot_domain::{
    Channel, Consent, Direction, PlaybackCompliance, Priority, Role, Sentiment, Slug, Speaker,
    Status, TranscriptState,
};
use jiff::Timestamp;

use super::{
    TENANTS, calendar, facts::Facts, generate::calls, oddities, people::Person,
    tenants::DemoProject,
};
use earshot_backend::readers::IncomingCall;

const PROJECTS: [DemoProject; 3] =
    [DemoProject::FrontDesk, DemoProject::AfterHours, DemoProject::Lobby];

fn now() -> Timestamp {
    "2026-11-21T14:05:30Z".parse().unwrap()
}

/// The generated calls, shared by all tests.
static ALL: LazyLock<[Vec<IncomingCall>; 3]> =
    LazyLock::new(|| PROJECTS.map(|project| calls(project, now()).collect()));

fn all(project: DemoProject) -> &'static [IncomingCall] {
    let place = PROJECTS.iter().position(|known| *known == project).unwrap();
    &ALL[place]
}

#[test]
fn the_same_seed_gives_the_same_calls() {
    let again: Vec<IncomingCall> = calls(DemoProject::AfterHours, now()).collect();
    assert!(again == all(DemoProject::AfterHours));
    let later = calls(DemoProject::Lobby, "2027-03-01T02:00:00Z".parse().unwrap());
    let same =
        all(DemoProject::Lobby).iter().map(|call| call.source_id.clone()).collect::<Vec<_>>();
    assert_eq!(later.map(|call| call.source_id).collect::<Vec<_>>(), same);
}

#[test]
fn counts_and_ids_are_as_promised() {
    for (project, count) in PROJECTS.into_iter().zip([10_400, 1_150, 450]) {
        let ids: HashSet<&str> = all(project).iter().map(|call| call.source_id.as_str()).collect();
        assert_eq!(ids.len(), count);
    }
    assert!(all(DemoProject::FrontDesk).iter().any(|call| call.source_id == "front-desk-000123"));
}

#[test]
fn calls_lie_in_order_within_the_120_days() {
    for at in ["2026-11-21T04:20:00.75Z", "2026-03-30T11:59:59Z"] {
        let now: Timestamp = at.parse().unwrap();
        for project in PROJECTS {
            let calls: Vec<IncomingCall> = calls(project, now).collect();
            assert!(calls.is_sorted_by_key(|call| call.started_at));
            assert!(calls[0].started_at.as_second() >= now.as_second() - calendar::SECONDS);
            for call in &calls {
                assert!(call.started_at <= now && call.ended_at.is_none_or(|end| end <= now));
                assert!(call.turns.iter().filter_map(|turn| turn.at).all(|at| at <= now));
                assert!(
                    call.details
                        .review_events
                        .iter()
                        .all(|event| { event.at.parse::<Timestamp>().unwrap() <= now })
                );
            }
        }
    }
}

#[test]
fn seconds_add_up() {
    for call in PROJECTS.into_iter().flat_map(all) {
        let parts = [call.ring_seconds, call.talk_seconds, call.hold_seconds];
        if call.talk_seconds.is_some() {
            let sum: u32 = parts.into_iter().flatten().sum();
            assert_eq!(sum, call.total_seconds, "{}", call.source_id);
        }
        if let Some(end) = call.ended_at {
            let lasted = end.as_second() - call.started_at.as_second();
            assert_eq!(lasted, i64::from(call.total_seconds));
        }
        if !call.details.legs.is_empty() {
            let sum: u32 = call.details.legs.iter().map(|leg| leg.total_seconds).sum();
            assert_eq!(sum, call.total_seconds);
        }
    }
}

#[test]
fn the_front_desk_has_one_of_everything() {
    fn covers<T: PartialEq>(
        all: &[T],
        found: impl Fn(&IncomingCall, &T) -> bool,
        calls: &[IncomingCall],
    ) {
        for (place, value) in all.iter().enumerate() {
            assert!(calls.iter().any(|call| found(call, value)), "value {place}");
        }
    }
    let calls = all(DemoProject::FrontDesk);
    covers(Status::ALL, |call, value| call.status == *value, calls);
    covers(Channel::ALL, |call, value| call.channel == *value, calls);
    covers(Direction::ALL, |call, value| call.direction == *value, calls);
    covers(TranscriptState::ALL, |call, value| call.transcript_state == *value, calls);
    covers(Sentiment::ALL, |call, value| call.sentiment == Some(*value), calls);
    covers(Consent::ALL, |call, value| call.details.consent == Some(*value), calls);
    covers(Priority::ALL, |call, value| call.details.priority == Some(*value), calls);
    let compliance = |call: &IncomingCall, value: &PlaybackCompliance| {
        call.details.playback_compliance == Some(*value)
    };
    covers(PlaybackCompliance::ALL, compliance, calls);
    let speaker =
        |call: &IncomingCall, value: &Speaker| call.turns.iter().any(|turn| turn.speaker == *value);
    covers(Speaker::ALL, speaker, calls);
    let outcomes: HashSet<&str> =
        calls.iter().filter_map(|call| Some(call.outcome.as_ref()?.as_str())).collect();
    assert_eq!(outcomes.len(), 7);
    for verified in [Some(true), Some(false), None] {
        assert!(
            calls
                .iter()
                .filter_map(|call| call.customer.as_ref())
                .any(|customer| { customer.identity_verified == verified })
        );
    }
}

#[test]
fn shares_are_about_as_promised() {
    let calls = all(DemoProject::FrontDesk);
    let share = |found: &dyn Fn(&IncomingCall) -> bool| {
        calls.iter().filter(|call| found(call)).count() * 1_000 / calls.len()
    };
    assert!((65..95).contains(&share(&|call| call.status == Status::Missed)));
    assert!((14..27).contains(&share(&|call| call.status == Status::Failed)));
    assert!((45..75).contains(&share(&|call| call.caller.is_none())));
    assert!((360..440).contains(&share(&|call| call.details.recording.is_some())));
    let mut callers = HashMap::new();
    for caller in calls.iter().filter_map(|call| call.caller.as_deref()) {
        *callers.entry(caller).or_insert(0_u32) += 1;
    }
    assert!(callers.values().filter(|count| **count >= 3).count() > 500);
}

#[test]
fn transcripts_are_short_but_for_twelve() {
    let calls: Vec<&IncomingCall> = PROJECTS.into_iter().flat_map(all).collect();
    let long = calls.iter().filter(|call| call.turns.len() >= 300).count();
    assert_eq!(long, 12);
    for call in calls {
        let turns = call.turns.len();
        assert_eq!(turns == 0, call.transcript_state != TranscriptState::Available);
        assert!(turns == 0 || (2..=14).contains(&turns) || turns >= 300, "{turns}");
    }
}

#[test]
fn every_placeholder_is_known() {
    let facts = Facts::new(
        DemoProject::FrontDesk,
        (&calendar::zone(DemoProject::FrontDesk), now()),
        Person::of(DemoProject::FrontDesk.house(), 3),
        "Marina",
        9,
    );
    for text in oddities::SUMMARIES.iter().chain(oddities::LINES) {
        assert!(!facts.fill(text).contains('{'), "{text}");
    }
    for call in PROJECTS.into_iter().flat_map(all) {
        let texts = call.turns.iter().map(|turn| &turn.text).chain(&call.summary);
        for text in texts.chain(&call.details.notes) {
            assert!(!text.contains(['{', '}']), "{text}");
        }
        for function in &call.details.function_calls {
            let filled = function.parameters.as_object().unwrap().values();
            assert!(filled.into_iter().all(|value| !value.to_string().contains('{')));
        }
    }
}

#[test]
fn tenants_fit_together() {
    for tenant in TENANTS {
        assert!(Slug::parse("slug", tenant.slug).is_ok());
        for user in tenant.users {
            assert!(user.projects.iter().all(|slug| {
                tenant
                    .projects
                    .iter()
                    .any(|(known, _, project)| known == slug && project.slug() == *slug)
            }));
        }
        assert!(tenant.users.iter().any(|user| user.role == Role::ClientAdmin));
    }
}
