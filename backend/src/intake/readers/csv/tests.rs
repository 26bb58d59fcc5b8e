//! Tests of call logs as telephone systems write them.

use std::io::{BufReader, Cursor};

use earshot_domain::{Direction, Status};
use jiff::tz::TimeZone;

use super::super::{CallLogSpec, Format, IncomingCall, ReadOptions, read};
use crate::DisplayFormat;

const MASTER: &str = r#""","+447700900140","s","from-trunk","""Doe, J"" <+447700900140>","PJSIP/trunk-0001","PJSIP/1001-0002","Dial","PJSIP/1001,20","2026-06-18 09:00:00","2026-06-18 09:00:05","2026-06-18 09:01:05",65,60,"ANSWERED","DOCUMENTATION","1781769600.1","""#;

fn options(zone: &str) -> ReadOptions {
    ReadOptions::in_zone(TimeZone::get(zone).unwrap())
}

fn day_first() -> ReadOptions {
    let display = DisplayFormat {
        date_order: earshot_domain::DateOrder::DayMonthYear,
        clock_face: earshot_domain::ClockFormat::TwentyFour,
    };
    ReadOptions { display: Some(display), ..options("Europe/London") }
}

fn results(text: &[u8], options: ReadOptions) -> Result<Vec<Result<IncomingCall, String>>, String> {
    let input = BufReader::with_capacity(5, Cursor::new(text.to_vec()));
    let calls = read(Format::Csv, Box::new(input), options).map_err(|error| error.to_string())?;
    Ok(calls.map(|call| call.map_err(|bad| bad.to_string())).collect())
}

fn calls(text: &str, options: ReadOptions) -> Vec<IncomingCall> {
    results(text.as_bytes(), options).unwrap().into_iter().map(Result::unwrap).collect()
}

fn only(text: &str, options: ReadOptions) -> IncomingCall {
    let mut calls = calls(text, options);
    assert_eq!(calls.len(), 1);
    calls.remove(0)
}

fn times(call: &IncomingCall) -> (String, Option<String>, u32) {
    (call.started_at.to_string(), call.ended_at.map(|end| end.to_string()), call.total_seconds)
}

fn parties(call: &IncomingCall) -> [Option<&str>; 3] {
    [call.caller.as_deref(), call.callee.as_deref(), call.agent.as_deref()]
}

#[test]
fn rows_of_asterisk_that_come_again_are_one_call() {
    let file = format!("{MASTER}\n{MASTER}\r\n{MASTER}\n");
    let call = only(&file, options("UTC"));
    assert_eq!((call.source.as_str(), call.source_id.as_str()), ("asterisk", "1781769600.1"));
    let expected = ("2026-06-18T09:00:00Z".to_owned(), Some("2026-06-18T09:01:05Z".to_owned()), 65);
    assert_eq!(times(&call), expected);
    assert_eq!((call.ring_seconds, call.talk_seconds), (Some(5), Some(60)));
    assert_eq!((call.status, call.source_status.as_str()), (Status::Completed, "ANSWERED"));
    assert_eq!(parties(&call), [Some("+447700900140"), None, Some("1001")]);
    assert_eq!(call.direction, Direction::Inbound);
    assert_eq!(call.source_record, MASTER.as_bytes(), "as it was in the file, once");
}

#[test]
fn channels_of_a_ring_group_are_legs_of_one_call() {
    let header = "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,\
                  disposition,amaflags,accountcode,uniqueid,userfield,did,recordingfile,linkedid,sequence";
    let row = |ext: &str, start: &str, duration: u32, talk: u32, disposition: &str| {
        format!(
            "2026-06-18 {start},Ann <07700900140>,07700900140,{ext},ext-group,PJSIP/t-1,\
             PJSIP/{ext}-2,Dial,,{duration},{talk},{disposition},3,,178.{ext},,02079460123,\
             in-{ext}.wav,178.1,1"
        )
    };
    let other = "2026-06-18 10:00:00,,1001,07700900141,from-internal,PJSIP/1001-9,PJSIP/t-3,Dial,,20,0,\
                 BUSY,3,,179.1,,,,179.1,1";
    let file = [
        header.to_owned(),
        row("1001", "09:00:00", 6, 0, "NO ANSWER"),
        other.to_owned(),
        row("1002", "09:00:00", 306, 300, "ANSWERED"),
        row("1003", "09:00:00", 6, 0, "NO ANSWER"),
    ]
    .join("\n");
    let found = calls(&file, options("Europe/London"));
    let [call, other] = found.as_slice() else { panic!("{}", found.len()) };
    assert_eq!((call.source.as_str(), call.source_id.as_str()), ("freepbx", "178.1"));
    let expected =
        ("2026-06-18T08:00:00Z".to_owned(), Some("2026-06-18T08:05:06Z".to_owned()), 306);
    assert_eq!(times(call), expected);
    assert_eq!((call.ring_seconds, call.talk_seconds), (Some(6), Some(300)));
    assert_eq!(call.status, Status::Completed);
    assert_eq!(parties(call), [Some("07700900140"), Some("02079460123"), Some("1002")]);
    assert_eq!(call.details.legs.len(), 3);
    assert_eq!(call.details.recording.as_ref().unwrap().file_name, "in-1002.wav");
    assert_eq!((other.status, other.direction), (Status::Missed, Direction::Outbound));
    assert_eq!(parties(other), [Some("1001"), Some("07700900141"), None]);
}

#[test]
fn records_of_3cx_are_read_with_their_separator() {
    let file = "historyid;callid;duration;time-start;time-end;from-no;to-no;reason\r\n\
                Call 1;00000A;00:00:49;18/06/2026 09:00:00;18/06/2026 09:00:49;+447700900141;\
                Ext.1001;TerminatedByDst\r\n";
    let call = only(file, day_first());
    assert_eq!((call.source.as_str(), call.source_id.as_str()), ("3cx", "00000A"));
    let expected = ("2026-06-18T08:00:00Z".to_owned(), Some("2026-06-18T08:00:49Z".to_owned()), 49);
    assert_eq!(times(&call), expected);
    assert_eq!(parties(&call), [Some("+447700900141"), Some("1001"), Some("1001")]);
    assert_eq!((call.status, call.direction), (Status::Completed, Direction::Inbound));
    assert_eq!(call.end_reason.as_deref(), Some("TerminatedByDst"));
    for text in ["18/06/2026", "05/06/2026"] {
        let mut options = day_first();
        options.display = options.display.map(|display| DisplayFormat {
            date_order: earshot_domain::DateOrder::YearMonthDay,
            ..display
        });
        let refused = results(file.replace("18/06/2026", text).as_bytes(), options);
        assert!(refused.is_err_and(|reason| reason.contains("--date-order")), "{text}");
    }
    let unanswered = "Call 7,0000B,00:00:00,2026/06/18 09:00:00,,2026/06/18 09:00:20,\
                      TerminatedBySrc,+447700900141,Ext.1002";
    let call = only(unanswered, options("UTC"));
    assert_eq!(
        (call.status, call.total_seconds, call.ring_seconds),
        (Status::Missed, 20, Some(20))
    );
    let console = "Call Time,Caller ID,Destination,Status,Ringing,Talking,Reason\n\
                   2026-06-18T09:00:00,Ann Lee (1001),07700900142,Answered,00:00:04,00:01:00,x\n";
    let call = only(console, options("UTC"));
    assert_eq!(
        (call.status, call.total_seconds, call.talk_seconds),
        (Status::Completed, 64, Some(60))
    );
    assert_eq!(parties(&call), [Some("1001"), Some("07700900142"), Some("1001")]);
    assert_eq!(call.direction, Direction::Outbound);
}

#[test]
fn exports_of_callrail_are_read_with_the_columns_they_have() {
    let short = "Name,Phone,Start Time,Duration\r\n\
                 \"Doe, Jane\",+447700900142,\"Jun 18, 2026 9:00am\",49\r\n";
    let call = only(short, options("Europe/London"));
    assert_eq!((call.source.as_str(), call.total_seconds), ("callrail", 49));
    assert_eq!(call.started_at.to_string(), "2026-06-18T08:00:00Z");
    assert_eq!(call.customer.as_ref().unwrap().name.as_deref(), Some("Doe, Jane"));
    assert_eq!((call.caller.as_deref(), call.status), (Some("+447700900142"), Status::Unknown));
    let again = short.replace(',', ";").replace("\"Doe; Jane\"", "\"Doe, Jane\"");
    let again = only(&again.replace("Jun 18; 2026", "Jun 18, 2026"), options("Europe/London"));
    assert_eq!(again.source_id, call.source_id, "whatever the separator");
    let long = "Call Status,Tracking Number,Start Time,Duration (seconds),Name,Phone Number,Tags,\
                Note,Direction,Agent Name\n\
                Voicemail Call,+12025550100,2026-06-18 09:00:00,12,,+12025550131,\"new, vip\",\
                Call back,Inbound,\n";
    let call = only(long, options("UTC"));
    assert_eq!((call.status, call.source_status.as_str()), (Status::Missed, "Voicemail Call"));
    assert_eq!(parties(&call), [Some("+12025550131"), Some("+12025550100"), None]);
    assert_eq!(call.details.tags, ["new", "vip"]);
    assert_eq!(call.details.notes, ["Call back"]);
}

#[test]
fn a_mapping_describes_any_other_log() {
    let spec: CallLogSpec = toml::from_str(
        r#"
        source = "switchboard"
        when = { "Kind" = ["voice"] }
        fixed = { direction = "inbound" }
        [fields]
        source_id = "No."
        started_at = "Began"
        total_seconds = "Length"
        status = "Result"
        caller = ["Mobile", "Landline"]
        "customer.name" = "Who"
        [values.status]
        ok = "completed"
        "*" = "missed"
        "#,
    )
    .unwrap();
    assert_eq!(spec.check(), Ok(()));
    let file = "sep=;\nNo.;Kind;Began;Length;Result;Mobile;Landline;Who\n\
                1;voice;2026-06-18 09:00:00;1:05;OK;;02079460123;José\n\
                2;fax;2026-06-18 09:00:00;1:05;OK;;;\n\
                ;;;;;;;\n\
                3;voice;2026-06-18 09:00:00;soon;busy;;;\n\
                4;voice;2026-06-18 09:00:00;5;busy;07700900140;;;one more\n";
    let read = |file: &[u8], encoding: Option<&str>| {
        let encoding = encoding.map(|name| name.parse().unwrap());
        let call_log = Some(spec.clone());
        results(file, ReadOptions { encoding, call_log, ..options("UTC") })
    };
    let found = read(file.as_bytes(), None).unwrap();
    let call = found[0].as_ref().unwrap_or_else(|bad| panic!("{bad}"));
    assert_eq!((call.source.as_str(), call.source_id.as_str()), ("switchboard", "1"));
    assert_eq!((call.status, call.source_status.as_str()), (Status::Completed, "OK"));
    assert_eq!((call.caller.as_deref(), call.total_seconds), (Some("02079460123"), 65));
    let record = String::from_utf8(call.source_record.clone()).unwrap();
    assert!(record.starts_with("No.;Kind;") && record.ends_with("José"), "with its header");
    let reasons: Vec<String> =
        found[1..].iter().filter_map(|it| it.as_ref().err().cloned()).collect();
    assert_eq!(
        reasons,
        [
            "line 6: `total_seconds` must be a length, such as 65 or 00:01:05",
            "line 7: the row has 9 cells, and the header 8 columns"
        ]
    );
    let latin: Vec<u8> = file.chars().map(|letter| u8::try_from(letter).unwrap()).collect();
    assert!(read(&latin, None).is_err_and(|reason| reason.contains("not UTF-8")));
    let name = |call: &IncomingCall| call.customer.as_ref().unwrap().name.clone().unwrap();
    let decoded = read(&latin, Some("iso-8859-1")).unwrap();
    assert_eq!(name(decoded[0].as_ref().unwrap_or_else(|bad| panic!("{bad}"))), "José");
    let missing = read(b"No.;Kind\n1;voice\n", None);
    assert!(missing.is_err_and(|reason| reason.contains("it has no column Mobile or Landline")));
}

#[test]
fn a_mapping_with_a_mistake_is_refused_by_name() {
    for (text, fault) in [
        ("[fields]\nsource_id = 'a'", "must map `started_at`"),
        ("[fields]\nstarted_at = 'a'\ncolour = 'b'", "maps `colour`"),
        ("[fields]\nstarted_at = 'a'\n[values.status]\nok = 'done'", "`status` must be one of"),
        ("source = 'pbx'\n[fields]\nstarted_at = 'a'", "`source` must not be pbx"),
        ("separator = '\"'\n[fields]\nstarted_at = 'a'", "separator"),
    ] {
        let spec: CallLogSpec = toml::from_str(text).unwrap();
        assert!(spec.check().is_err_and(|found| found.contains(fault)), "{text}");
    }
}

#[test]
fn a_log_of_an_unknown_system_is_refused_whole() {
    for text in ["id,name\n1,2\n", "{\"source_id\": 1}", "\"open", "null"] {
        let refused = results(text.as_bytes(), options("UTC"));
        assert!(refused.is_err_and(|reason| reason.starts_with("not a file of the format csv")));
    }
    assert!(results(b"\n\n", options("UTC")).unwrap().is_empty());
}

#[test]
fn the_length_says_which_of_two_passes_of_an_hour_was_meant() {
    let file = "Name,Phone,Start Time,Duration\n,07700900142,2026-10-25 01:50:00,1200\n";
    let call = only(file, options("Europe/London"));
    assert_eq!(call.started_at.to_string(), "2026-10-25T00:50:00Z");
    let row = MASTER
        .replace("2026-06-18 09:00:00", "2026-10-25 01:50:00")
        .replace("2026-06-18 09:01:05", "2026-10-25 01:10:00")
        .replace(",65,60,", ",1200,1195,");
    let call = only(&row, options("Europe/London"));
    let expected =
        ("2026-10-25T00:50:00Z".to_owned(), Some("2026-10-25T01:10:00Z".to_owned()), 1200);
    assert_eq!(times(&call), expected, "it ended in the second pass");
}

#[test]
fn utf16_is_refused_by_its_name_and_read_where_it_is_named() {
    let text = "\u{feff}Name,Phone,Start Time,Duration\nJosé,07700900142,2026-06-18 09:00,49\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(results(&bytes, options("UTC")).is_err_and(|reason| reason.contains("UTF-16LE")));
    let encoding = Some("utf-16".parse().unwrap());
    let found = results(&bytes, ReadOptions { encoding, ..options("UTC") }).unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].is_ok());
}
