//! Events that are older than authentication codes.

use super::log::{Log, key};
use crate::privacy::audit::finding::{AuditFault, AuditFinding};

#[test]
fn older_events_are_stated_by_a_later_one() {
    let mut log = Log::new(7);
    for number in 0..20 {
        log.append(number);
        log.entries[number].mac = None;
    }
    let unproven = AuditFinding { first: 1, last: 20, fault: AuditFault::Unproven };
    assert_eq!(log.verify(&[]), Err(unproven));
    let root = hex::encode(log.head().checkpoint.root);
    log.append(20);
    assert_eq!(log.verify(&[]), Err(unproven), "any event is not enough");
    let stating = |through: usize, root: &str| {
        let mut log = log.clone();
        let entry = &mut log.entries[20];
        "audit.sealed".clone_into(&mut entry.action);
        entry.detail = format!("{{\"through\":{through},\"root\":\"{root}\"}}");
        entry.hash = entry.content_hash(log.tenant_id);
        entry.mac = Some(key().mac(&entry.hash));
        log.end_here();
        log
    };
    let mut sealed = stating(20, &root);
    assert_eq!(sealed.verify(&[]), Ok(()));
    assert_eq!(stating(19, &root).verify(&[]), Err(unproven));
    let other = stating(20, &root.replace(|digit: char| digit.is_ascii_digit(), "0"));
    let found = other.verify(&[]).unwrap_err();
    assert_eq!((found.first, found.last), (1, 20), "{found}");
    // A later event may not go without, nor an older one be rewritten.
    sealed.append(21);
    sealed.entries[21].mac = None;
    assert_eq!(sealed.verify(&[]).unwrap_err().first, 22);
    sealed.entries[3].actor.push('x');
    assert_eq!(sealed.verify(&[]).unwrap_err().first, 4);
}
