//! Text search: exactly the calls whose redacted text has the words.

use earshot_backend::readers::IncomingCall;
use earshot_testkit::{alternating_turns, call, call_summary, calls};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::harness::{Person, Site, summaries};

crate::on_both_databases!(
    search_finds_what_reading_every_text_finds,
    words_are_found_as_their_scripts_write_them,
    speakers_and_ids_are_not_words_of_a_text,
    redacted_text_cannot_be_searched,
    personal_patterns_are_refused_by_name,
    search_stays_inside_project_and_tenant,
);

const TEXTS: [&str; 14] = [
    "The café opens at nine, CAFÉ or cafe",
    "She asked about the naïve résumé",
    "Straße and ÅNGSTRÖM",
    "привет, мир! Приветствие",
    "مرحبا بك في المنتجع",
    "日本語のテスト",
    "It's the owner's dog",
    "ﬁne ﬂow: ligatures",
    "e-mail co-operate re-book",
    "room 204 and table 12",
    "appointment on Thursday",
    "APPOINTMENTS are full",
    "two   words\nover\tlines",
    "emoji 🙂 in between",
];

const QUERIES: [&str; 30] = [
    "cafe",
    "CAFÉ",
    "caf",
    "resume",
    "naive",
    "stras",
    "straß",
    "angstrom",
    "прив",
    "ПРИВЕТ",
    "мир",
    "مرحبا",
    "日本",
    "owner",
    "s",
    "owner's dog",
    "fine",
    "flow",
    "co operate",
    "re-book",
    "204",
    "room 20",
    "appointment",
    "thursday appointment",
    "words two",
    "lines",
    "emoji between",
    "nothing",
    "the",
    "and",
];

/// Words without case, accents and punctuation.
fn plain_words(text: &str) -> Vec<String> {
    let plain: String =
        text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain
        .replace('ß', "ss")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

fn has_all(text: &str, query: &str) -> bool {
    let known = plain_words(text);
    plain_words(query).iter().all(|wanted| known.iter().any(|word| word.starts_with(wanted)))
}

async fn redacted_text(site: &Site, person: &Person, id: earshot_domain::CallId) -> String {
    let review = site.backend.reviews().open(&person.viewer, id).await.unwrap();
    let turns = review.transcript.turns.into_iter().map(|turn| turn.text);
    review.row.summary.into_iter().chain(turns).collect::<Vec<_>>().join("\n")
}

fn corpus() -> Vec<IncomingCall> {
    TEXTS
        .iter()
        .zip(1..)
        .map(|(text, n)| {
            let (summary, turns) = if n % 2 == 0 {
                (format!("{} {text}", call_summary(n)), vec![])
            } else {
                (call_summary(n), alternating_turns(&[text]))
            };
            IncomingCall { summary: Some(summary), turns, ..call(n) }
        })
        .collect()
}

/// Case 8 (docs/threats.md#case-8): operators of the index are words.
async fn search_finds_what_reading_every_text_finds(site: &Site) {
    let admin = site.admin().await;
    site.ingest(corpus()).await;
    let mut texts = Vec::new();
    for row in site.list(&admin, "sort=oldest").await.rows {
        texts.push((row.id, redacted_text(site, &admin, row.id).await));
    }
    for query in QUERIES {
        let expected: Vec<_> =
            texts.iter().filter(|(_, text)| has_all(text, query)).map(|(id, _)| *id).collect();
        let encoded = form_urlencoded::Serializer::new(String::new())
            .append_pair("q", query)
            .append_pair("sort", "oldest")
            .finish();
        let page = site.list(&admin, &encoded).await;
        assert!(page.errors.is_empty(), "{query}: {:?}", page.errors);
        let found: Vec<_> = page.rows.iter().map(|row| row.id).collect();
        assert_eq!(found, expected, "{query}");
    }
}

/// Texts, and what finds each of them and no other.
const SCRIPTS: [(&str, &[&str]); 13] = [
    ("我家在上海东边，想预约明天下午三点看牙医", &["我家", "上海", "预约", "牙医", "明天下午三点"]),
    ("病院は機能していないので予約を変更したい", &["病院", "予約", "機能", "変更したい"]),
    ("อยากนัดหมอฟันพรุ่งนี้บ่ายสามโมง", &["นัด", "หมอฟัน"]),
    ("내일오후예약을변경하고싶어요", &["예약", "변경"]),
    ("请修改Invisalign套餐的价格", &["Invisalign", "套餐", "invis"]),
    (
        "Ich wohne in der Straße beim Fußballplatz, für Übermut",
        &["strasse", "STRAẞE", "fussball", "ubermut"],
    ),
    ("Zażółć gęślą jaźń, Łódź, proszę bardzo", &["lodz", "zazolc", "Łódź"]),
    ("Tôi muốn đặt lịch khám răng", &["dat", "đặt", "lich"]),
    ("Kadıköy'de bir øre için randevu", &["kadikoy", "KADIKÖY", "ore"]),
    ("אֲנִי רוֹצֶה תִּקּוּן", &["תקון", "רוצה"]),
    ("मुझे कल अपॉइंटमेंट चाहिए", &["चाहिए", "कल"]),
    ("Is the C++ course 50% off?", &["C++", "course", "50%"]),
    ("Переподготовка", &["ПЕРЕПОД"]),
];

async fn words_are_found_as_their_scripts_write_them(site: &Site) {
    let admin = site.admin().await;
    let texts = SCRIPTS.iter().zip(1..);
    let corpus = texts.map(|((text, _), n)| IncomingCall {
        summary: None,
        turns: alternating_turns(&[text]),
        ..call(n)
    });
    site.ingest(corpus.collect()).await;
    let found = async |query: &str| {
        let query = form_urlencoded::Serializer::new("sort=oldest&".to_owned())
            .append_pair("q", query)
            .finish();
        let page = site.list(&admin, &query).await;
        assert_eq!(page.errors, [], "{query}");
        page.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let all: Vec<_> = site.list(&admin, "sort=oldest").await.rows;
    for ((_, queries), row) in SCRIPTS.iter().zip(&all) {
        for query in *queries {
            assert_eq!(found(query).await, [row.id], "{query}");
        }
    }
    for query in ["x", "x4", "上边", "海上", "かき", "चाहे", "นิด", "약을예", "C#", "allplatz"]
    {
        assert_eq!(found(query).await, [], "{query}");
    }
}

async fn speakers_and_ids_are_not_words_of_a_text(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(3)).await;
    for word in ["agent", "caller", "p", "project", "project0", "x"] {
        assert_eq!(site.list(&admin, &format!("q={word}")).await.matched, 0, "{word}");
    }
}

/// Case 22 (docs/threats.md#case-22): a search confirms nothing.
async fn redacted_text_cannot_be_searched(site: &Site) {
    let admin = site.admin().await;
    let secret = IncomingCall {
        turns: alternating_turns(&[
            "Your number?",
            "It is 020 7946 0018, mail canary.person@example.net",
        ]),
        ..call(1)
    };
    site.ingest(vec![secret]).await;
    for word in ["7946", "0018", "020", "canary", "example"] {
        assert_eq!(site.list(&admin, &format!("q={word}")).await.matched, 0, "{word}");
    }
}

async fn personal_patterns_are_refused_by_name(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(3)).await;
    for text in ["020+7946+0018", "%2B442079460018", "ann%40example.com", "943+476+5919", "555012"]
    {
        let page = site.list(&admin, &format!("q={text}")).await;
        assert_eq!((page.errors.len(), page.rows.len()), (1, 0), "{text}");
        assert_eq!(page.errors[0].field, "q");
    }
}

async fn search_stays_inside_project_and_tenant(site: &Site) {
    let admin = site.admin().await;
    let shared =
        |n| IncomingCall { summary: Some(format!("{} parrot", call_summary(n))), ..call(n) };
    site.ingest(vec![shared(1)]).await;
    for (tenant, project, n) in [("harbour", "after-hours", 2), ("rival", "lobby", 3)] {
        site.project_ingest(tenant, project).await.ingest(vec![shared(n)]).await.unwrap();
    }
    let page = site.list(&admin, "q=parrot").await;
    assert_eq!((page.matched, summaries(&page)), (1, vec!["c001 parrot".to_owned()]));
    assert_eq!(site.export(&admin, "q=parrot").await.unwrap().matched, 1);
}
