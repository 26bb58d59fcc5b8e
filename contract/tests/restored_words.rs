//! Wrong redactions: their words come back to a line, for whom and where that can be.

use earshot_backend::PlaybackDecision;
use earshot_domain::{
    Consent, PlaybackCompliance, ProblemCode, RedactionLabel, ReviewChange, Role, UnlockScope,
};
use earshot_testkit::alternating_turns;

use crate::{
    calls_again::said,
    harness::{Site, records, refusal},
    redaction_marks::{NAME, change, missed, review, wrong},
    unlocks::{EMAIL, accesses, consented, stored, unlock},
};

crate::on_both_databases!(
    words_of_a_wrong_redaction_come_back_in_their_line,
    words_come_back_to_those_alone_who_unlocked_the_transcript,
    what_cannot_be_put_back_is_refused_with_the_reason,
    extracted_entities_follow_the_marks,
);

async fn words_of_a_wrong_redaction_come_back_in_their_line(site: &Site) {
    let admin = site.admin().await;
    let mut twice = consented(1);
    twice.turns = alternating_turns(&["Mail?", &format!("to {EMAIL} or {EMAIL}, please"), EMAIL]);
    let id = stored(site, &admin, twice).await;
    unlock(site, &admin, id, UnlockScope::Transcript).await.unwrap();
    change(site, &admin, id, wrong(1, 1, 0)).await.unwrap();
    let after = review(site, &admin, id).await;
    let line = format!("to {EMAIL} or {EMAIL}, please");
    assert_eq!(said(&after), ["Mail?", line.as_str(), "[EMAIL]"]);
    let event = &after.history[0];
    assert_eq!((event.label, event.places), (Some(RedactionLabel::Email), Some(2)));
    assert_eq!(site.list(&admin, "q=quill").await.matched, 1);
    let rows = records(site.export(&admin, "").await.unwrap()).await;
    assert!(rows[0][9].contains(&line), "{}", rows[0][9]);
    // Changed one's mind.
    change(site, &admin, id, missed(1, EMAIL, RedactionLabel::Email, 1)).await.unwrap();
    assert_eq!(said(&review(site, &admin, id).await)[1], "to [EMAIL] or [EMAIL], please");
    assert_eq!(site.list(&admin, "q=quill").await.matched, 0);
}

async fn words_come_back_to_those_alone_who_unlocked_the_transcript(site: &Site) {
    let admin = site.admin().await;
    let other = site.person("harbour", Role::ClientAdmin, &["front-desk"]).await;
    let id = stored(site, &admin, consented(1)).await;
    unlock(site, &other, id, UnlockScope::All).await.unwrap();
    assert_eq!(refusal(change(site, &admin, id, wrong(1, 0, 0)).await), ProblemCode::Conflict);
    unlock(site, &admin, id, UnlockScope::CallSummary).await.unwrap();
    assert_eq!(refusal(change(site, &admin, id, wrong(1, 0, 0)).await), ProblemCode::Conflict);
    site.clock.advance(jiff::SignedDuration::from_mins(15));
    let late = change(site, &other, id, wrong(1, 0, 0)).await;
    assert_eq!(refusal(late), ProblemCode::Conflict, "its time is over");
    unlock(site, &admin, id, UnlockScope::Transcript).await.unwrap();
    let decision = PlaybackDecision {
        consent: Consent::Denied,
        playback_compliance: PlaybackCompliance::Permitted,
        evidence: "a letter".to_owned(),
    };
    site.backend.recordings().decide(&admin.viewer, id, &decision).await.unwrap();
    let withdrawn = change(site, &admin, id, wrong(1, 0, 0)).await;
    assert_eq!(refusal(withdrawn), ProblemCode::Conflict, "consent was withdrawn");
    let decision = PlaybackDecision { consent: Consent::Granted, ..decision };
    site.backend.recordings().decide(&admin.viewer, id, &decision).await.unwrap();
    assert_eq!(said(&review(site, &admin, id).await)[1], "[EMAIL]");
    change(site, &admin, id, wrong(1, 0, 0)).await.unwrap();
    assert_eq!(said(&review(site, &admin, id).await)[1], EMAIL);
    let accesses = accesses(site, &admin).await;
    assert_eq!(accesses.last().unwrap().uses.len(), 1, "it is a use of the unlock");
}

async fn what_cannot_be_put_back_is_refused_with_the_reason(site: &Site) {
    let admin = site.admin().await;
    let mut call = consented(1);
    let both = format!("{EMAIL} 020 7946 0018");
    call.turns = alternating_turns(&[both.as_str(), EMAIL]);
    let id = stored(site, &admin, call).await;
    unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    let ambiguous = change(site, &admin, id, wrong(0, 0, 0)).await.unwrap_err().problem();
    assert!(ambiguous.detail.contains("cannot be told"), "{}", ambiguous.detail);
    let none = change(site, &admin, id, wrong(1, 1, 0)).await;
    assert_eq!(refusal(none), ProblemCode::InvalidValue);
    let text = "It is [EMAIL]".to_owned();
    let correct = ReviewChange::Correct { turn: 1, text, reason: None, seen: 0 };
    change(site, &admin, id, correct).await.unwrap();
    let corrected = change(site, &admin, id, wrong(1, 0, 1)).await.unwrap_err().problem();
    assert!(corrected.detail.contains("was corrected"), "{}", corrected.detail);
    site.sql("UPDATE transcripts SET raw_text_encrypted = NULL").await;
    let gone = change(site, &admin, id, wrong(1, 0, 1)).await.unwrap_err().problem();
    assert!(gone.detail.contains("is kept of this call"), "{}", gone.detail);
    assert_eq!(review(site, &admin, id).await.history.len(), 1);
}

async fn extracted_entities_follow_the_marks(site: &Site) {
    let admin = site.admin().await;
    let mut call = consented(1);
    call.turns = alternating_turns(&["Mail?", EMAIL, NAME, EMAIL]);
    call.summary = None;
    let id = stored(site, &admin, call).await;
    let live = unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    change(site, &admin, id, missed(2, NAME, RedactionLabel::Person, 0)).await.unwrap();
    change(site, &admin, id, wrong(3, 0, 0)).await.unwrap();
    let text = site.backend.custody().view(&admin.viewer, live.id).await.unwrap();
    let found: Vec<_> = text
        .entities
        .iter()
        .map(|entity| (entity.label.as_str(), entity.line, entity.value.as_deref()))
        .collect();
    assert_eq!(found, [("EMAIL", Some(2), Some(EMAIL)), ("PERSON", Some(3), Some(NAME))]);
}
