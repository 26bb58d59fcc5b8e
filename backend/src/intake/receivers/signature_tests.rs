//! Tests of the signatures of reports.

use super::{
    Delivery, ReceiverSpec, SignatureSpec,
    signature::{is_genuine, signature_fault},
};

fn genuine(vendor: &str, secret: &str, url: &str, headers: &[(&str, &str)], body: &str) -> bool {
    let more = if vendor == "twilio" { "twilio = { account_sid = \"AC0\" }" } else { "" };
    let spec = format!(
        "name = \"a\"\nvendor = \"{vendor}\"\ntenant = \"t\"\nproject = \"p\"\n\
         secret = \"{secret}\"\n{more}"
    );
    let spec: ReceiverSpec = toml::from_str(&spec).unwrap();
    let headers: Vec<_> = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let delivery = Delivery { url, headers: &headers, body: body.as_bytes().into() };
    is_genuine(&spec, &delivery, 1_700_000_000_000)
}

/// Made with the vendor's own library.
#[test]
fn retells_signatures_hold_for_five_minutes_and_one_body() {
    let digest = "ca2e21d07e47b6a91e4e7f4bffe28baf368898927e3143cc77e773d4957adc00";
    let signed = |time: &str, body| {
        let header = format!("v={time},d={digest}");
        genuine("retell", "key_0123456789abcdef", "", &[("x-retell-signature", &header)], body)
    };
    assert!(signed("1700000000000", "{\"event\":\"call_ended\"}"));
    assert!(!signed("1700000000000", "{\"event\":\"call_ended\"} "));
    assert!(!signed("1700000400000", "{\"event\":\"call_ended\"}"));
    assert!(!genuine("retell", "key_0123456789abcdef", "", &[], "{}"));
}

/// Made with the vendor's own library.
#[test]
fn twilios_signatures_cover_the_address_and_the_body() {
    let url = "https://calls.example.com/hooks/twilio?bodySHA256=\
               277d93c4344d574a42af220bd010c6ba59b56a8e503a5c894a25c68be9571d33";
    let json = [
        ("x-twilio-signature", "H7OBPVw3SseW/dTCBme06jr6gZo="),
        ("content-type", "application/json"),
    ];
    let body = "{\"event_type\":\"voice_intelligence_transcript_available\"}";
    assert!(genuine("twilio", "12345", url, &json, body));
    assert!(!genuine("twilio", "12345", url, &json, "{}"));
    assert!(!genuine("twilio", "12346", url, &json, body));
    let url = "https://calls.example.com/hooks/twilio";
    assert!(!genuine("twilio", "12345", url, &json, body), "no hash of the body");
    let form = [
        ("x-twilio-signature", "tHUx6L3Bdvq7UJWNc+UriJkQ3jk="),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    assert!(genuine("twilio", "12345", url, &form, "transcript_sid=GT00&event_type=x"));
    assert!(!genuine("twilio", "12345", url, &form, "transcript_sid=GT01&event_type=x"));
}

#[test]
fn vapi_shows_its_secret_or_signs() {
    let secret = "vapi-secret-0123456789";
    assert!(genuine("vapi", secret, "", &[("x-vapi-secret", secret)], "{}"));
    assert!(genuine("vapi", secret, "", &[("authorization", "Bearer vapi-secret-0123456789")], ""));
    assert!(!genuine("vapi", secret, "", &[("x-vapi-secret", "vapi-secret-012345678")], "{}"));
    assert!(!genuine("vapi", secret, "", &[], "{}"));
    // hmac.new(secret, b"1700000000.{}", sha256) in Python.
    let digest = "db971fb36baf9fc91cb007b20a87a0af89c57258a6de072f9b1ce0ca3bad3f8f";
    let signed = [("x-signature", digest), ("x-timestamp", "1700000000")];
    assert!(genuine("vapi", secret, "", &signed, "{}"));
    let late = [("x-signature", digest), ("x-timestamp", "1700000400")];
    assert!(!genuine("vapi", secret, "", &late, "{}"));
}

/// Whether a header is genuine for a signature with a timestamp, described so; made with Python's
/// hmac module.
fn timed(more: &str, header: &str, body: &str) -> bool {
    let spec = format!(
        "name = \"a\"\nvendor = \"json\"\ntenant = \"t\"\nproject = \"p\"\n\
         secret = \"wsec_0123456789abcdef\"\n[signature]\nheader = \"ElevenLabs-Signature\"\n\
         {more}"
    );
    let spec: ReceiverSpec = toml::from_str(&spec).unwrap();
    assert_eq!(spec.signature.as_ref().and_then(signature_fault), None);
    let headers = [("elevenlabs-signature".to_owned(), header.to_owned())];
    let delivery = Delivery { url: "", headers: &headers, body: body.as_bytes().into() };
    is_genuine(&spec, &delivery, 1_700_000_000_000)
}

const BODY: &str = "{\"type\":\"post_call_transcription\"}";
const SIGNED: &str = "ae249b5de9a1a005a0b8f265dc39da1446b2326c576d6fc8b6223fe667d485d4";

#[test]
fn signatures_with_a_timestamp_cover_it_and_the_body() {
    let plain = "encoding = \"hex\"\ntimestamp = {}";
    let header = format!("t=1700000000,v0={SIGNED}");
    assert!(timed(plain, &header, BODY));
    assert!(!timed(plain, &header, "{}"));
    assert!(!timed(plain, &format!("t=1700000001,v0={SIGNED}"), BODY));
    for good in [
        format!("v0={SIGNED}, t=1700000000"),
        format!("t=1700000000,v1={},v0={},v0={SIGNED}", "0".repeat(64), "1".repeat(64)),
    ] {
        assert!(timed(plain, &good, BODY), "{good}");
    }
    for bad in [
        String::new(),
        SIGNED.to_owned(),
        format!("v0={SIGNED}"),
        "t=1700000000".to_owned(),
        format!("t=1700000000,v1={SIGNED}"),
        format!("t=1700000000.0,v0={SIGNED}"),
        format!("t=9223372036854775807,v0={SIGNED}"),
        format!("t=1700000000,v0={}", &SIGNED[..62]),
    ] {
        assert!(!timed(plain, &bad, BODY), "{bad}");
    }
}

#[test]
fn a_timestamp_holds_for_its_tolerance_and_every_part_can_be_described() {
    // Half an hour earlier and later than now.
    let old = "t=1699998200,v0=\
               516ecf806023cb6cc43b99778e9f689c699a63c2e004ac279accc7899d160834";
    let new = "t=1700001800,v0=\
               7ba253ebaa7ad182492fcdb2fd081181f17835bd394ad39ca7f059f8e9297b42";
    for (tolerance, is_genuine) in [(1800, true), (1799, false)] {
        let more = format!("encoding = \"hex\"\ntimestamp = {{ tolerance_seconds = {tolerance} }}");
        assert_eq!(timed(&more, old, BODY), is_genuine, "{tolerance}");
        assert_eq!(timed(&more, new, BODY), is_genuine, "{tolerance}");
    }
    let other = "encoding = \"base64\"\nprefix = \"sig \"\ntimestamp = { label = \"ts\", \
                 version = \"s2\", separator = \":\", unit = \"ms\" }";
    let signed = "gsQx71UBvUUwa2A8zpDpO0JSxPOOMutVJ06UO+IxlUY=";
    assert!(timed(other, &format!("sig ts=1700000000000,s2={signed}"), BODY));
    assert!(!timed(other, &format!("ts=1700000000000,s2={signed}"), BODY));
}

#[test]
fn a_description_that_cannot_work_is_refused() {
    for (more, word) in [
        ("encoding = \"secret\"\ntimestamp = {}", "encoding"),
        ("encoding = \"hex\"\ntimestamp = { label = \"v0\" }", "label"),
        ("encoding = \"hex\"\ntimestamp = { version = \"\" }", "label"),
        ("encoding = \"hex\"\ntimestamp = { label = \"a,b\" }", "label"),
        ("encoding = \"hex\"\ntimestamp = { tolerance_seconds = 0 }", "tolerance_seconds"),
        ("encoding = \"hex\"\ntimestamp = { tolerance_seconds = 86401 }", "tolerance_seconds"),
    ] {
        let spec: SignatureSpec = toml::from_str(&format!("header = \"x\"\n{more}")).unwrap();
        assert!(signature_fault(&spec).unwrap().contains(word), "{more}");
    }
}
