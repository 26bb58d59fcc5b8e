//! Start times of calls: weights by hour over 120 days.

use jiff::{Timestamp, civil::Weekday, tz::TimeZone};

use super::{dice::Dice, tenants::DemoProject};

/// Length of the period that the demo covers: 120 days, in seconds.
pub(super) const SECONDS: i64 = 120 * 86_400;

/// Ages of the newest calls in seconds, newest first; they do not depend on the opening hours.
const FRESH: [i64; 4] = [90, 240, 420, 780];

/// Minimum age of all other calls in seconds, so that they have ended.
const SETTLED: i64 = 900;

/// Weights of the hours of a weekday at the practice.
const OPEN: [i64; 24] =
    [1, 1, 1, 1, 1, 1, 3, 14, 62, 100, 95, 84, 58, 54, 76, 80, 70, 44, 8, 4, 3, 2, 2, 1];
/// Weights of a Saturday at the practice.
const SATURDAY: [i64; 24] =
    [1, 1, 1, 1, 1, 1, 1, 2, 10, 22, 26, 20, 9, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1];
/// Weights of the after-hours line on a weekday.
const CLOSED: [i64; 24] =
    [10, 7, 5, 4, 5, 8, 18, 26, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 70, 66, 54, 42, 28, 16];
/// Weights of the after-hours line at the weekend.
const WEEKEND: [i64; 24] =
    [12, 9, 6, 5, 5, 7, 14, 30, 44, 52, 56, 50, 46, 44, 42, 40, 42, 44, 46, 42, 36, 30, 22, 15];
/// Weights of a day at the hotel, which never closes.
const HOTEL: [i64; 24] = [
    26, 18, 12, 10, 14, 22, 38, 54, 70, 80, 82, 74, 66, 64, 72, 84, 90, 88, 80, 72, 64, 58, 48, 36,
];

/// Returns the time zone of `project`; UTC on a machine without a time-zone database.
pub(super) fn zone(project: DemoProject) -> TimeZone {
    TimeZone::get(project.time_zone()).unwrap_or(TimeZone::UTC)
}

/// Returns the start times of the calls of `project`, in order.
pub(super) fn starts(project: DemoProject, zone: &TimeZone, now: Timestamp) -> Vec<Timestamp> {
    let fresh = i64::try_from(FRESH.len()).unwrap_or_default();
    let settled = i64::from(project.count()) - fresh;
    let hours = hours(project, zone, now);
    let whole = hours.last().map_or(0, |hour| hour.reached);
    let mut dice = Dice::keyed(1, project.slug());
    let mut position = 0;
    let mut starts = Vec::with_capacity(usize::try_from(project.count()).unwrap_or_default());
    for n in 0..settled {
        // One call per equal share of the weight: in order, yet apparently random.
        let share = n * 1_000 + i64::from(dice.below(1_000));
        let wanted = i128::from(whole) * i128::from(share) / i128::from(settled * 1_000);
        let wanted = i64::try_from(wanted).unwrap_or_default();
        while hours.get(position).is_some_and(|hour| hour.reached <= wanted) {
            position += 1;
        }
        starts.push(hours.get(position).map_or(now, |hour| hour.at(wanted)));
    }
    starts.extend(FRESH.iter().rev().map(|ago| before(now, *ago)));
    starts
}

/// One hour of the demo, with the cumulative weight at its end.
struct Hour {
    ends: Timestamp,
    weight: i64,
    reached: i64,
}

impl Hour {
    /// Returns the second at which the cumulative weight reaches `wanted`.
    fn at(&self, wanted: i64) -> Timestamp {
        before(self.ends, (self.reached - wanted) / self.weight.max(1))
    }
}

/// Returns the hours with their cumulative weights, each `weight × seconds`.
fn hours(project: DemoProject, zone: &TimeZone, now: Timestamp) -> Vec<Hour> {
    let last = now.as_second() - SETTLED;
    let mut dice = Dice::keyed(2, project.slug());
    let mut begins = now.as_second() - SECONDS + 1;
    let mut reached = 0;
    let mut hours = Vec::with_capacity(2_900);
    while begins < last {
        let ends = ((begins.div_euclid(3_600) + 1) * 3_600).min(last);
        let local = zone.to_datetime(instant(begins, now));
        let noise = i64::from(dice.between(85, 115));
        let weight = weight(project, local.weekday(), local.hour()) * noise;
        reached += weight * (ends - begins);
        hours.push(Hour { ends: instant(ends, now), weight, reached });
        begins = ends;
    }
    hours
}

fn weight(project: DemoProject, day: Weekday, hour: i8) -> i64 {
    let hour = usize::try_from(hour).unwrap_or_default();
    match (project, day) {
        (DemoProject::FrontDesk, Weekday::Sunday) => 1,
        (DemoProject::FrontDesk, Weekday::Saturday) => SATURDAY[hour],
        (DemoProject::FrontDesk, Weekday::Monday) => OPEN[hour] * 5 / 4,
        (DemoProject::FrontDesk, _) => OPEN[hour],
        (DemoProject::AfterHours, Weekday::Saturday | Weekday::Sunday) => WEEKEND[hour],
        (DemoProject::AfterHours, _) => CLOSED[hour],
        (DemoProject::Lobby, _) => HOTEL[hour],
    }
}

fn before(moment: Timestamp, seconds: i64) -> Timestamp {
    instant(moment.as_second() - seconds, moment)
}

fn instant(second: i64, otherwise: Timestamp) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(otherwise)
}
