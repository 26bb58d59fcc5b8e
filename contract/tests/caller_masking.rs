//! Masking of numbers by role, in a review and in the list.

use earshot_backend::readers::IncomingCall;
use earshot_domain::{CallerView, Role, Speaker, TranscriptState};
use earshot_testkit::{alternating_turns, call};

use crate::harness::{Site, records};

crate::on_both_databases!(
    numbers_are_full_for_admin_and_manager_and_masked_for_staff,
    short_and_absent_numbers_show_nothing_to_staff,
    a_withheld_number_is_said_to_be_to_every_role,
    the_conversation_is_redacted_for_every_role,
    each_transcript_state_is_kept,
);

async fn numbers_are_full_for_admin_and_manager_and_masked_for_staff(site: &Site) {
    site.ingest(vec![call(18)]).await;
    for role in Role::ALL {
        let person = site.person("harbour", *role, &["front-desk"]).await;
        let row = site.list(&person, "").await.rows.remove(0);
        let review = site.backend.reviews().open(&person.viewer, row.id).await.unwrap();
        let expected = if *role == Role::ClientStaff {
            [CallerView::LastFour("0018".to_owned()), CallerView::LastFour("0100".to_owned())]
        } else {
            ["+442079400018", "+442079460100"].map(|number| CallerView::Full(number.to_owned()))
        };
        assert_eq!([&review.row.caller, &review.callee], [&expected[0], &expected[1]], "{role}");
        assert_eq!(row.caller, expected[0], "{role}");
    }
}

async fn short_and_absent_numbers_show_nothing_to_staff(site: &Site) {
    use CallerView::{Absent, Masked, Withheld};
    let from = |n, caller: Option<&str>| IncomingCall {
        caller: caller.map(str::to_owned),
        callee: None,
        ..call(n)
    };
    site.ingest(vec![
        from(1, None),
        from(2, Some("7000")),
        from(3, Some("anonymous")),
        from(4, Some(" ")),
    ])
    .await;
    let staff = site.person("harbour", Role::ClientStaff, &["front-desk"]).await;
    let rows = site.list(&staff, "sort=oldest").await.rows;
    let shown: Vec<&CallerView> = rows.iter().map(|row| &row.caller).collect();
    assert_eq!(shown, [&Absent, &Masked, &Withheld, &Absent]);
    let review = site.backend.reviews().open(&staff.viewer, rows[0].id).await.unwrap();
    assert_eq!(review.callee, Absent);
}

async fn a_withheld_number_is_said_to_be_to_every_role(site: &Site) {
    let withheld = ["anonymous", "<sip:Restricted@203.0.113.7>", "UNAVAILABLE", "Blocked"];
    let calls = withheld.iter().zip(1..).map(|(caller, n)| IncomingCall {
        caller: Some((*caller).to_owned()),
        callee: Some("sip:nina@203.0.113.77".to_owned()),
        ..call(n)
    });
    site.ingest(calls.collect()).await;
    for role in Role::ALL {
        let person = site.person("harbour", *role, &["front-desk"]).await;
        for row in site.list(&person, "").await.rows {
            assert_eq!(row.caller, CallerView::Withheld, "{role}");
            let review = site.backend.reviews().open(&person.viewer, row.id).await.unwrap();
            assert_eq!(review.row.caller.label(), "Withheld", "{role}");
            let sip = CallerView::Full("sip:nina@203.0.113.77".to_owned());
            let shown = if *role == Role::ClientStaff { CallerView::Masked } else { sip };
            assert_eq!(review.callee, shown, "{role}: no digits of the host");
        }
        let file = records(site.export(&person, "").await.unwrap()).await;
        assert!(file.iter().all(|row| row[5] == "Withheld"), "{role}: {file:?}");
    }
}

async fn the_conversation_is_redacted_for_every_role(site: &Site) {
    let talk = alternating_turns(&["Your number?", "020 7946 0018, canary.person@example.net"]);
    let spoken = IncomingCall {
        summary: Some("Call back on 020 7946 0018".to_owned()),
        end_reason: Some("transfer to +442079460018".to_owned()),
        turns: talk,
        ..call(1)
    };
    site.ingest(vec![spoken]).await;
    for role in Role::ALL {
        let person = site.person("harbour", *role, &["front-desk"]).await;
        let id = site.list(&person, "").await.rows[0].id;
        let mut review = site.backend.reviews().open(&person.viewer, id).await.unwrap();
        let speakers: Vec<Speaker> = review.transcript.turns.iter().map(|t| t.speaker).collect();
        assert_eq!(speakers, [Speaker::Agent, Speaker::Caller]);
        // The caller's own number is another field, with its own rule.
        review.row.caller = CallerView::Absent;
        let text = serde_json::to_string(&review).unwrap();
        for secret in ["7946 0018", "442079460018", "canary"] {
            assert!(!text.contains(secret), "{role}: {secret} in {text}");
        }
    }
}

async fn each_transcript_state_is_kept(site: &Site) {
    let admin = site.admin().await;
    let calls = TranscriptState::ALL.iter().zip(1..).map(|(state, n)| IncomingCall {
        transcript_state: *state,
        turns: if *state == TranscriptState::Available { call(n).turns } else { vec![] },
        ..call(n)
    });
    site.ingest(calls.collect()).await;
    let rows = site.list(&admin, "sort=oldest").await.rows;
    for (row, state) in rows.iter().zip(TranscriptState::ALL) {
        let transcript =
            site.backend.reviews().open(&admin.viewer, row.id).await.unwrap().transcript;
        assert_eq!(transcript.state, *state);
        assert_eq!(transcript.turns.is_empty(), *state != TranscriptState::Available);
    }
}
