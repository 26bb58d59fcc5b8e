//! Calls found by number, word and day.

use super::site::Site;

/// A call, with its number as people ask for it.
type Spellings = (&'static str, &'static [&'static str]);

/// Calls that are found in a project of this country.
const SPELLINGS: [(&str, &[Spellings]); 2] = [
    (
        "GB",
        &[
            (
                "num-00",
                &[
                    "+442079460123",
                    "02079460123",
                    "00442079460123",
                    "020 7946 0123",
                    "2079460123",
                    "79460123",
                    "460123",
                    "0123",
                ],
            ),
            ("num-01", &["02079460124", "+442079460124", "+44 20 7946 0124"]),
            ("num-02", &["00442079460125", "+442079460125", "020 7946 0125"]),
            ("num-08", &["+44 20 7946 0126", "02079460126"]),
            ("num-09", &["020 7946 0127", "+442079460127"]),
            ("num-03", &["+12025550131", "(202) 555-0131"]),
        ],
    ),
    (
        "US",
        &[
            (
                "num-03",
                &[
                    "+12025550131",
                    "2025550131",
                    "(202) 555-0131",
                    "202-555-0131",
                    "1-202-555-0131",
                    "25550131",
                    "550131",
                    "0131",
                ],
            ),
            ("num-04", &["2025550132", "+12025550132", "(202) 555-0132"]),
            ("num-05", &["(202) 555-0133", "+12025550133", "2025550133"]),
            ("num-06", &["+12025550134", "2025550134", "202-555-0134"]),
            ("num-07", &["1-202-555-0135", "+12025550135", "(202) 555-0135"]),
            ("num-00", &["+442079460123", "020 7946 0123"]),
        ],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_usual_spelling_of_a_number_finds_its_call() {
    for (country, numbers) in SPELLINGS {
        let site = Site::new("Europe/London");
        let set = ["project", "set", "--tenant", "harbour", "desk", "--country", country];
        site.operator.earshot(&set, "");
        site.take("ndjson", &[], "numbers.ndjson", "10 imported, 0 extended, 0 unchanged");
        let reader = site.serve(&[]).await;
        for (id, spellings) in numbers {
            for spelling in *spellings {
                assert_eq!(reader.found(&[("caller", spelling)]).await, [*id], "{spelling}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_in_every_script() {
    let site = Site::new("Europe/London");
    site.take("ndjson", &[], "scripts.ndjson", "17 imported, 0 extended, 0 unchanged");
    let reader = site.serve(&[]).await;
    for (words, id) in [
        // Within texts without spaces, not only where they begin.
        ("我家", "tx-zh"),
        ("上海", "tx-zh"),
        ("预约", "tx-zh"),
        ("牙医", "tx-zh"),
        ("Invisalign", "tx-zh-latin"),
        ("予約", "tx-ja"),
        ("機能", "tx-ja"),
        ("นัด", "tx-th"),
        ("예약", "tx-ko"),
        // With and without marks.
        ("Straße", "tx-de"),
        ("strasse", "tx-de"),
        ("muller", "tx-de"),
        ("Łódź", "tx-pl"),
        ("lodz", "tx-pl"),
        ("zazolc", "tx-pl"),
        ("đặt", "tx-vi"),
        ("dat", "tx-vi"),
        ("תִּקּוּן", "tx-he-nikud"),
        ("תקון", "tx-he-nikud"),
        ("كِتَابَة", "tx-ar"),
        ("كتابة", "tx-ar"),
        ("ραντεβου", "tx-el"),
        ("अपॉइंटमेंट", "tx-hi"),
        ("cafe", "tx-nfd"),
        ("Caf\u{e9}", "tx-nfd"),
        // Beginnings, and long words.
        ("Переподг", "tx-ru"),
        ("Donaudampf", "tx-long"),
        (
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
            "tx-long",
        ),
        // Signs, which are no operators.
        ("C++", "tx-special"),
        ("50%", "tx-special"),
        ("AT&T*", "tx-special"),
    ] {
        assert_eq!(reader.found(&[("q", words)]).await, [id], "{words}");
    }
    assert!(reader.found(&[("q", "x")]).await.is_empty());
    // A picture has no word.
    let answer = reader.list(&[("q", "\u{1f469}")]).await;
    assert_eq!((answer.status, &answer.json()["fields"][0]["field"]), (422, &"q".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_holds_its_first_and_its_last_instant_and_no_other() {
    let site = Site::new("Europe/London");
    site.take("ndjson", &[], "edges.ndjson", "6 imported, 0 extended, 0 unchanged");
    let reader = site.serve(&[]).await;
    let found = async |from: &str, to: &str| reader.found(&[("since", from), ("until", to)]).await;
    let day = async |day: &str| found(day, day).await;
    assert_eq!(day("2026-06-20").await, ["edge-before"]);
    assert_eq!(day("2026-06-21").await, ["edge-first", "edge-last"]);
    assert_eq!(day("2026-06-22").await, ["edge-after"]);
    // Of 25 hours.
    assert_eq!(day("2026-10-25").await, ["edge-fold-day-first", "edge-fold-day-last"]);
    // Instants: with the first, without the last.
    let (first, last) = ("2026-06-21T00:00:00+01:00", "2026-06-21T23:59:59.999+01:00");
    assert_eq!(found(first, last).await, ["edge-first"]);
    assert_eq!(found("2026-06-20T23:59:59.999+01:00", first).await, ["edge-before"]);
    let inverted = reader.list(&[("since", "2026-06-22"), ("until", "2026-06-21")]).await;
    assert_eq!((inverted.status, &inverted.json()["fields"][0]["field"]), (422, &"until".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_over_midnight_counts_on_its_first_day() {
    let site = Site::new("Europe/London");
    site.take("ndjson", &[], "overnight.ndjson", "1 imported, 0 extended, 0 unchanged");
    let reader = site.serve(&[]).await;
    let day = async |day: &str| reader.found(&[("since", day), ("until", day)]).await;
    assert_eq!(day("2026-06-30").await, ["night-1"]);
    assert!(day("2026-07-01").await.is_empty());
    let call = &reader.calls().await["night-1"];
    assert_eq!(call["total_seconds"], 7200);
    let id = call["call_id"].as_str().unwrap();
    let page = reader.get(&format!("/v1/conversations/{id}/messages")).await.json();
    let messages = page["messages"].as_array().unwrap().iter();
    let times: Vec<_> = messages
        .map(|one| (one["started_at"].as_str().unwrap(), one["offset_seconds"].as_f64().unwrap()))
        .collect();
    let expected = [("2026-06-30T23:51:00+01:00", 60.0), ("2026-07-01T01:40:00+01:00", 6600.0)];
    assert_eq!(times, expected);
}
