//! Personal values: masks, verified identities and pseudonyms.

use earshot_domain::{CallColumn, ColumnSet, ExportFormat, ExportTable};

use super::samples::{context, conversation, customer, file, key};
use crate::{
    exports::encoding::{Conversation, FileContext},
    privacy::{
        encryption::{Sealed, TenantKey},
        masking::FileMask,
    },
};

const PERSONAL: [CallColumn; 7] = [
    CallColumn::Caller,
    CallColumn::Callee,
    CallColumn::CustomerName,
    CallColumn::CustomerEmail,
    CallColumn::CustomerPhone,
    CallColumn::CustomerCompany,
    CallColumn::CustomerVerified,
];

fn personal(key: &TenantKey) -> FileContext {
    let mut context = context(key, ExportFormat::Csv);
    context.request.table = ExportTable::Calls { set: ColumnSet::Calls, fields: PERSONAL.to_vec() };
    context
}

fn cells(context: FileContext, conversation: Conversation) -> Vec<String> {
    let (written, _) = file(context, &[conversation]);
    let record = ::csv::Reader::from_reader(written.as_slice()).records().next().unwrap().unwrap();
    record.iter().map(str::to_owned).collect()
}

#[test]
fn each_mask_shows_as_much_as_it_may() {
    let key = key();
    let shown = |mask| {
        let context = FileContext { mask, ..personal(&key) };
        cells(context, conversation(&key, 0))
    };
    let full = [
        "'+442079460018",
        "'+442079460100",
        "Ann Lee",
        "ann@example.com",
        "'+44 20 7946 0018",
        "Lee & Sons",
        "true",
    ];
    assert_eq!(shown(FileMask::Full), full);
    let redacted = ["[REDACTED]"; 6];
    assert_eq!(shown(FileMask::Redacted)[..6], redacted);
    let masked = shown(FileMask::LastFour);
    assert_eq!(masked[2..5], ["[REDACTED]", "****@example.com", "****0018"]);
}

/// Rule: docs/compatibility.md#askvault-customer.
#[test]
fn a_customer_whose_identity_was_not_verified_is_not_exported() {
    let key = key();
    for verified in [None, Some(false)] {
        let mut call = conversation(&key, 0);
        let customer = earshot_domain::Customer { identity_verified: verified, ..customer() };
        let json = serde_json::to_vec(&customer).unwrap();
        call.row.customer_encrypted =
            Some(key.seal(Sealed::Customer, call.row.cells.id, &json).unwrap());
        let context = FileContext { mask: FileMask::Full, ..personal(&key) };
        assert_eq!(cells(context, call)[2..], ["", "", "", "", "false"]);
    }
    let mut call = conversation(&key, 0);
    call.row.customer_encrypted = None;
    assert_eq!(cells(personal(&key), call)[2..], ["", "", "", "", "false"]);
}

/// Rule: docs/compatibility.md#askvault-anonymise.
#[test]
fn an_anonymised_file_holds_one_pseudonym_for_each_person_and_no_personal_value() {
    let key = key();
    let mut context = FileContext { mask: FileMask::Full, ..personal(&key) };
    context.request.anonymise = true;
    let cells = cells(context, conversation(&key, 0));
    let (caller, callee) = (&cells[0], &cells[1]);
    assert!(caller.starts_with("person-") && caller.len() == 17, "{caller}");
    assert_ne!(caller, callee);
    // The customer calls from the number that is known.
    assert_eq!(cells[2..], [caller, caller, caller, "", "true"]);
}

#[test]
fn an_anonymised_file_does_not_name_the_call_as_its_source_does() {
    let key = key();
    let mut context = context(&key, ExportFormat::JsonLines);
    context.request.anonymise = true;
    let (written, _) = file(context, &[conversation(&key, 0)]);
    let object: serde_json::Value = serde_json::from_slice(&written).unwrap();
    let source = ["source", "source_id"].map(|name| &object[name]);
    assert_eq!(source, [&serde_json::json!("switch"), &serde_json::Value::Null]);
}

#[test]
fn a_withheld_number_is_said_to_be_with_every_mask_and_without_a_pseudonym() {
    let key = key();
    let withheld = |caller: &str| {
        let mut call = conversation(&key, 0);
        let sealed = key.seal(Sealed::Caller, call.row.cells.id, caller.as_bytes()).unwrap();
        call.row.cells.caller_encrypted = Some(sealed);
        call
    };
    for caller in ["anonymous", "sip:anonymous@203.0.113.77", "RESTRICTED"] {
        for mask in [FileMask::Redacted, FileMask::LastFour, FileMask::Full] {
            let context = FileContext { mask, ..personal(&key) };
            assert_eq!(cells(context, withheld(caller))[0], "Withheld", "{caller} {mask:?}");
        }
        let mut context = personal(&key);
        context.request.anonymise = true;
        assert_eq!(cells(context, withheld(caller))[0], "Withheld", "{caller}");
    }
    let masked = cells(personal(&key), withheld("sip:nina@203.0.113.77"));
    assert_eq!(masked[0], "****", "no digits of the host");
}
