//! Filters: values of one field are alternatives, different fields must all match.

use earshot_backend::readers::IncomingCall;
use earshot_domain::{
    CallDetails, Channel, Direction, ListQuery, OutcomeCode, Recording, Sentiment, Status,
};
use earshot_testkit::call;

use crate::harness::{Person, Site, summaries};

crate::on_both_databases!(
    each_filter_alone_finds_what_it_names,
    repeated_values_are_alternatives,
    filters_together_must_all_hold,
    calls_without_an_outcome_are_unclassified,
    hostile_values_are_only_values,
    the_choices_are_the_projects_own,
    count_list_and_export_agree,
);

fn recording() -> Recording {
    Recording { file_name: "recording.wav".to_owned() }
}

/// One call of every combination of status, channel, direction, mood, agent, outcome, recording and
/// tags.
pub fn variety() -> Vec<IncomingCall> {
    let moods = [None, Some(Sentiment::Positive), Some(Sentiment::Negative)];
    let agents = [None, Some("Marina"), Some("Ines")];
    let outcomes = [None, Some("resolved"), Some("callback")];
    let tags: [&[&str]; 4] = [&[], &["billing"], &["billing", "at risk"], &["Billing"]];
    (0..120)
        .map(|n: u32| {
            let pick = |count: usize, step: u32| (n / step) as usize % count;
            IncomingCall {
                status: Status::ALL[pick(4, 1)],
                channel: Channel::ALL[pick(5, 1)],
                direction: Direction::ALL[pick(4, 5)],
                sentiment: moods[pick(3, 1)],
                agent: agents[pick(3, 3)].map(str::to_owned),
                outcome: outcomes[pick(3, 9)].and_then(OutcomeCode::from_label),
                details: CallDetails {
                    recording: n.is_multiple_of(2).then(recording),
                    tags: tags[pick(4, 7)].iter().map(|tag| (*tag).to_owned()).collect(),
                    ..CallDetails::default()
                },
                ..call(n)
            }
        })
        .collect()
}

/// Makes every recording that a call names one that came.
pub const RECEIVED: &str =
    "UPDATE calls SET has_recording = recording_named, recording_named = FALSE";

async fn assert_finds(
    site: &Site,
    person: &Person,
    query: &str,
    holds: impl Fn(&IncomingCall) -> bool,
) {
    let expected: Vec<String> =
        variety().iter().filter(|call| holds(call)).map(|c| c.summary.clone().unwrap()).collect();
    assert!(!expected.is_empty() && expected.len() < 120, "{query} tells nothing");
    let mut found = Vec::new();
    let mut page = site.list(person, &format!("sort=oldest&{query}")).await;
    loop {
        assert_eq!((page.matched, page.errors.len()), (expected.len() as u64, 0), "{query}");
        found.extend(summaries(&page));
        let Some(cursor) = page.next else { break };
        page = site.list(person, &format!("sort=oldest&{query}&cursor={cursor}")).await;
    }
    assert_eq!(found, expected, "{query}");
}

fn has_tag(call: &IncomingCall, tag: &str) -> bool {
    call.details.tags.iter().any(|other| other == tag)
}

fn is(call: &IncomingCall, code: &str) -> bool {
    call.outcome.as_ref().map(OutcomeCode::as_str) == Some(code)
}

async fn each_filter_alone_finds_what_it_names(site: &Site) {
    let admin = site.admin().await;
    site.ingest(variety()).await;
    for status in Status::ALL {
        assert_finds(site, &admin, &format!("status={status}"), |c| c.status == *status).await;
    }
    for channel in Channel::ALL {
        assert_finds(site, &admin, &format!("channel={channel}"), |c| c.channel == *channel).await;
    }
    for direction in Direction::ALL {
        let query = format!("direction={direction}");
        assert_finds(site, &admin, &query, |c| c.direction == *direction).await;
    }
    for tag in ["billing", "Billing", "at risk"] {
        assert_finds(site, &admin, &format!("tag={tag}"), |c| has_tag(c, tag)).await;
    }
    for mood in [Sentiment::Positive, Sentiment::Negative] {
        let query = format!("sentiment={mood}");
        assert_finds(site, &admin, &query, |c| c.sentiment == Some(mood)).await;
    }
    assert_finds(site, &admin, "agent=Ines", |c| c.agent.as_deref() == Some("Ines")).await;
    assert_finds(site, &admin, "outcome=resolved", |c| is(c, "resolved")).await;
    // Recordings that a call names are not there until they come.
    assert_eq!(site.list(&admin, "has_recording=true").await.matched, 0);
    let named = "has_recording=not_received";
    assert_finds(site, &admin, named, |c| c.details.recording.is_some()).await;
    site.sql(RECEIVED).await;
    assert_eq!(site.list(&admin, named).await.matched, 0);
    assert_finds(site, &admin, "has_recording=true", |c| c.details.recording.is_some()).await;
    assert_finds(site, &admin, "has_recording=false", |c| c.details.recording.is_none()).await;
    assert_finds(site, &admin, "from=2026-06-01T10:00:00Z", |c| c.total_seconds >= 120).await;
    assert_finds(site, &admin, "to=2026-06-01T10:00:00Z", |c| c.total_seconds < 120).await;
    assert_finds(site, &admin, "q=c01", |c| c.summary.as_deref().unwrap().starts_with("c01")).await;
}

async fn repeated_values_are_alternatives(site: &Site) {
    let admin = site.admin().await;
    site.ingest(variety()).await;
    assert_finds(site, &admin, "status=missed&status=failed", |c| {
        matches!(c.status, Status::Missed | Status::Failed)
    })
    .await;
    assert_finds(site, &admin, "channel=sms&channel=chat&channel=sms", |c| {
        matches!(c.channel, Channel::Sms | Channel::Chat)
    })
    .await;
    assert_finds(site, &admin, "sentiment=positive&sentiment=negative", |c| c.sentiment.is_some())
        .await;
    assert_finds(site, &admin, "agent=Ines&agent=Marina&agent=Nobody", |c| c.agent.is_some()).await;
    assert_finds(site, &admin, "outcome=resolved&outcome=callback", |c| c.outcome.is_some()).await;
    assert_finds(site, &admin, "direction=internal&direction=outbound", |c| {
        matches!(c.direction, Direction::Internal | Direction::Outbound)
    })
    .await;
    assert_finds(site, &admin, "tag=at+risk&tag=Billing&tag=none", |c| {
        has_tag(c, "at risk") || has_tag(c, "Billing")
    })
    .await;
    assert_finds(site, &admin, "q=c01&q=c007", |c| {
        let name = c.summary.as_deref().unwrap();
        name.starts_with("c01") || name == "c007"
    })
    .await;
}

async fn filters_together_must_all_hold(site: &Site) {
    let admin = site.admin().await;
    site.ingest(variety()).await;
    site.sql(RECEIVED).await;
    assert_finds(
        site,
        &admin,
        "status=missed&status=completed&agent=Ines&has_recording=true",
        |c| {
            matches!(c.status, Status::Missed | Status::Completed)
                && c.agent.as_deref() == Some("Ines")
                && c.details.recording.is_some()
        },
    )
    .await;
    assert_finds(site, &admin, "q=c0&sentiment=positive&outcome=callback", |c| {
        c.summary.as_deref().unwrap().starts_with("c0")
            && c.sentiment == Some(Sentiment::Positive)
            && is(c, "callback")
    })
    .await;
    assert_finds(site, &admin, "caller=0013&channel=unknown&channel=sms&from=2026-06-01", |c| {
        c.caller.as_deref().unwrap().ends_with("0013")
    })
    .await;
}

async fn calls_without_an_outcome_are_unclassified(site: &Site) {
    let admin = site.admin().await;
    site.ingest(variety()).await;
    assert_finds(site, &admin, "outcome=unclassified", |c| c.outcome.is_none()).await;
    assert_finds(site, &admin, "outcome=unclassified&outcome=callback", |c| {
        c.outcome.is_none() || is(c, "callback")
    })
    .await;
}

async fn hostile_values_are_only_values(site: &Site) {
    let admin = site.admin().await;
    site.ingest(variety()).await;
    let hostile = [
        "' OR '1'='1",
        "\"; DROP TABLE calls; --",
        "* OR *",
        "NEAR(a b)",
        "c001 OR c002",
        "-c001",
        "^c001",
        "words:c001",
        "c001*",
        "(c001",
        "c001 & !c002",
        "c001 | c002",
        "\\",
        "%",
        "_",
        "z:*",
        "'':*",
        "\u{200b}",
        "x\u{301}",
        "😀",
        "مرحبا",
    ];
    for text in hostile {
        for field in ["agent", "outcome", "q", "caller", "tag"] {
            let query = ListQuery::parse(
                &form_urlencoded::Serializer::new(String::new()).append_pair(field, text).finish(),
            );
            let page = site.backend.calls().page(&admin.viewer, &query).await;
            let page = page.unwrap_or_else(|error| panic!("{field}={text}: {error}"));
            assert!(page.rows.len() <= 1, "{field}={text} found {}", page.rows.len());
        }
    }
    assert_eq!(site.list(&admin, "").await.matched, 120);
}

async fn the_choices_are_the_projects_own(site: &Site) {
    let admin = site.admin().await;
    site.ingest(variety()).await;
    let other = IncomingCall { agent: Some("Zoe".to_owned()), ..call(999) };
    site.project_ingest("harbour", "after-hours").await.ingest(vec![other]).await.unwrap();
    let choices = site.list(&admin, "").await.choices;
    assert_eq!(choices.agents, ["Ines", "Marina"]);
    let outcomes: Vec<&str> = choices.outcomes.iter().map(OutcomeCode::as_str).collect();
    assert_eq!(outcomes, ["callback", "resolved"]);
}

async fn count_list_and_export_agree(site: &Site) {
    let admin = site.admin().await;
    site.ingest(variety()).await;
    for query in ["", "status=missed", "q=c01&agent=Ines", "outcome=unclassified&sort=shortest"] {
        let page = site.list(&admin, query).await;
        let export = site.export(&admin, query).await.unwrap();
        assert_eq!(export.matched, page.matched, "{query}");
        let ids: Vec<String> = crate::harness::records(export)
            .await
            .into_iter()
            .map(|record| record[0].clone())
            .collect();
        let listed: Vec<String> = page.rows.iter().map(|row| row.id.to_string()).collect();
        assert_eq!(
            (ids.len() as u64, &ids[..listed.len()]),
            (page.matched, &listed[..]),
            "{query}"
        );
    }
}
