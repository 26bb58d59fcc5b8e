//! Plans of calls: the choices made before the dialogue is generated.

use earshot_domain::{Channel, Direction, TranscriptState};
use jiff::{Timestamp, tz::TimeZone};

use super::{
    after_hours, calendar, dental,
    dice::Dice,
    facts::Facts,
    hotel,
    people::Person,
    scenario::Scenario,
    showcase::{NEWEST, Show},
    tenants::DemoProject,
};

/// Course of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// In progress.
    Live,
    Completed,
    Missed,
    Failed,
    Unknown,
}

/// Choices for one call.
pub(super) struct Plan {
    pub(super) project: DemoProject,
    /// Position in the project, oldest first.
    pub(super) n: u32,
    pub(super) now: Timestamp,
    pub(super) started: Timestamp,
    pub(super) kind: Kind,
    pub(super) channel: Channel,
    pub(super) direction: Direction,
    pub(super) transcript: TranscriptState,
    pub(super) scenario: &'static Scenario,
    /// Number of turns of a very long call.
    pub(super) long: Option<usize>,
    pub(super) agent: Option<&'static str>,
    pub(super) facts: Facts,
    pub(super) seed: u64,
}

type Weighted = &'static [(u32, &'static Scenario)];

const FRONT_DESK: Weighted = &[
    (22, &dental::BOOKING),
    (9, &dental::PAIN),
    (11, &dental::RESCHEDULING),
    (6, &dental::HYGIENIST),
    (4, &dental::COMPLAINT),
    (8, &dental::PRICES),
    (4, &dental::FIRST_VISIT),
    (7, &dental::CANCELLING),
    (5, &dental::INSURANCE),
    (4, &dental::PRESCRIPTION),
    (3, &dental::RUNNING_LATE),
    (4, &dental::DIRECTIONS),
    (6, &dental::ASK_FOR_PERSON),
    (6, &dental::HOURS),
    (1, &after_hours::WRONG_NUMBER),
];
const AFTER_HOURS: Weighted = &[
    (26, &after_hours::CALL_BACK),
    (18, &after_hours::EMERGENCY),
    (14, &dental::BOOKING),
    (10, &dental::CANCELLING),
    (9, &dental::HOURS),
    (8, &dental::RESCHEDULING),
    (7, &dental::PAIN),
    (4, &dental::PRESCRIPTION),
    (2, &dental::COMPLAINT),
    (2, &after_hours::WRONG_NUMBER),
];
const LOBBY: Weighted = &[
    (20, &hotel::RESERVATION),
    (8, &hotel::LATE_CHECK_IN),
    (7, &hotel::NOISE),
    (8, &hotel::BREAKFAST),
    (8, &hotel::LOST_PROPERTY),
    (8, &hotel::SHUTTLE),
    (7, &hotel::INVOICE),
    (6, &hotel::SPA),
    (3, &hotel::WEDDING),
    (7, &hotel::PARKING),
    (7, &hotel::CANCELLATION),
];

/// Very long calls: project, position, number of turns.
const LONG: &[(DemoProject, u32, usize)] = &[
    (DemoProject::FrontDesk, 412, 640),
    (DemoProject::FrontDesk, 1_873, 300),
    (DemoProject::FrontDesk, 3_350, 1_990),
    (DemoProject::FrontDesk, 5_201, 480),
    (DemoProject::FrontDesk, 6_744, 1_150),
    (DemoProject::FrontDesk, 8_020, 350),
    (DemoProject::FrontDesk, 9_555, 820),
    (DemoProject::FrontDesk, 10_180, 410),
    (DemoProject::AfterHours, 300, 560),
    (DemoProject::AfterHours, 900, 330),
    (DemoProject::Lobby, 120, 1_400),
    (DemoProject::Lobby, 333, 305),
];

/// Plans call `n` of `project`, which starts at `started`.
pub(super) fn plan(
    project: DemoProject,
    n: u32,
    (zone, started, now): (&TimeZone, Timestamp, Timestamp),
) -> Plan {
    let seed = Dice::keyed(u64::from(n), project.slug()).next();
    let mut dice = Dice::keyed(seed, "plan");
    let long = LONG.iter().find(|(of, at, _)| (*of, *at) == (project, n)).map(|long| long.2);
    let from_end = usize::try_from(project.count() - 1 - n).unwrap_or(usize::MAX);
    let age = now.as_second() - started.as_second();
    let (kind, channel, direction, transcript) = match (long, NEWEST.get(from_end)) {
        (Some(_), _) => LONG_SHOW,
        (None, Some(show)) => *show,
        (None, None) => any_show(age, &mut dice),
    };
    let scenario = scenario(project, direction, NEWEST.get(from_end).map(|_| from_end), &mut dice);
    let agent = agent(project, kind, direction, &mut dice);
    let person = Person::any(project.house(), &mut dice);
    let facts = Facts::new(project, (zone, started), person, spoken(agent), seed);
    Plan {
        project,
        n,
        now,
        started,
        kind,
        channel,
        direction,
        transcript,
        scenario,
        long,
        agent,
        facts,
        seed,
    }
}

/// Returns the name the receptionist uses, which is never an extension.
fn spoken(agent: Option<&'static str>) -> &'static str {
    match agent {
        Some(name @ ("Marina" | "Pilot")) => name,
        Some("Night desk") => "the night desk",
        Some("Lobby") => "the lobby",
        Some("Concierge") => "the concierge",
        _ => "reception",
    }
}

const LONG_SHOW: Show =
    (Kind::Completed, Channel::Voice, Direction::Inbound, TranscriptState::Available);

fn any_show(age: i64, dice: &mut Dice) -> Show {
    let kind = dice.weighted(&[
        (895, Kind::Completed),
        (80, Kind::Missed),
        (20, Kind::Failed),
        (5, Kind::Unknown),
    ]);
    let direction = dice.weighted(&[
        (919, Direction::Inbound),
        (60, Direction::Outbound),
        (15, Direction::Internal),
        (6, Direction::Unknown),
    ]);
    let channel = match (kind, direction) {
        (Kind::Missed, _) => dice.weighted(&[(93, Channel::Voice), (7, Channel::Web)]),
        (_, Direction::Inbound) => dice.weighted(&[
            (80, Channel::Voice),
            (8, Channel::Web),
            (7, Channel::Chat),
            (4, Channel::Sms),
            (1, Channel::Unknown),
        ]),
        (_, Direction::Outbound) => dice.weighted(&[(9, Channel::Voice), (1, Channel::Sms)]),
        _ => Channel::Voice,
    };
    (kind, channel, direction, transcript_state(kind, age, dice))
}

fn transcript_state(kind: Kind, age: i64, dice: &mut Dice) -> TranscriptState {
    let expired = age > calendar::SECONDS * 3 / 4 && dice.chance(12);
    match kind {
        Kind::Missed | Kind::Unknown => TranscriptState::Missing,
        Kind::Live => TranscriptState::Live,
        _ if expired => TranscriptState::RetentionExpired,
        Kind::Failed if dice.chance(45) => TranscriptState::Missing,
        _ => dice.weighted(&[
            (974, TranscriptState::Available),
            (16, TranscriptState::Missing),
            (6, TranscriptState::Hidden),
            (4, TranscriptState::RedactionFailed),
        ]),
    }
}

/// Selects the scenario; among the newest calls no two neighbours have the same.
fn scenario(
    project: DemoProject,
    direction: Direction,
    newest: Option<usize>,
    dice: &mut Dice,
) -> &'static Scenario {
    let table = match project {
        DemoProject::FrontDesk => FRONT_DESK,
        DemoProject::AfterHours => AFTER_HOURS,
        DemoProject::Lobby => LOBBY,
    };
    match (direction, project, newest) {
        (Direction::Outbound, DemoProject::Lobby, _) => &hotel::CONFIRMATION,
        (Direction::Outbound, _, _) => &dental::REMINDER,
        (Direction::Internal, _, _) => &after_hours::COLLEAGUE,
        (_, _, Some(place)) => table[place % table.len()].1,
        _ => dice.weighted(table),
    }
}

fn agent(
    project: DemoProject,
    kind: Kind,
    direction: Direction,
    dice: &mut Dice,
) -> Option<&'static str> {
    match kind {
        Kind::Missed if dice.chance(70) => return None,
        Kind::Unknown if dice.chance(50) => return None,
        _ if direction == Direction::Internal => return Some(dice.pick(&["2010", "2014"])),
        _ => {}
    }
    dice.weighted(match project {
        DemoProject::FrontDesk => {
            &[(66, Some("Marina")), (24, Some("Pilot")), (6, Some("2010")), (4, None)]
        }
        DemoProject::AfterHours => {
            &[(78, Some("Night desk")), (14, Some("Marina")), (5, Some("2020")), (3, None)]
        }
        DemoProject::Lobby => {
            &[(62, Some("Lobby")), (30, Some("Concierge")), (5, Some("100")), (3, None)]
        }
    })
}
