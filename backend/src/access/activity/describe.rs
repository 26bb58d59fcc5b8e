//! Events as people read them, with what the viewer's role may see of their details.

use earshot_domain::{
    ActivityArea, ActivityEvent, ActivityFact, ActivityOutcome, AuditAction, Permission,
};
use serde_json::{Map, Value, json};

use crate::{Error, Viewer, access::local_time, privacy::encryption::Sealed, store::AuditEntry};

/// Members of details that only those see who may see restricted ones.
const RESTRICTED: [&str; 4] = ["address", "addresses", "justification", "personal"];
/// What stands for them.
const HIDDEN: &str = "[RESTRICTED]";

/// Describes an event for a viewer.
pub(super) fn describe(viewer: &Viewer, entry: &AuditEntry) -> Result<ActivityEvent, Error> {
    let action: Option<AuditAction> = entry.action.parse().ok();
    let detail = detail(viewer, entry);
    let (kind, href) = subject(entry, action);
    Ok(ActivityEvent {
        seq: entry.seq,
        at: local_time(entry.at, &viewer.tenant.zone)?,
        actor: entry.actor.clone(),
        action: entry.action.clone(),
        label: action.map_or_else(|| entry.action.clone(), |action| action.label().to_owned()),
        area: action.map_or(ActivityArea::Privacy, AuditAction::area),
        outcome: action.map_or(ActivityOutcome::Done, AuditAction::outcome),
        subject: entry.subject.clone(),
        subject_kind: kind.to_owned(),
        subject_href: href,
        why: action.map_or("", AuditAction::why).to_owned(),
        facts: facts(entry, &detail),
        json: serde_json::to_string_pretty(&Value::Object(detail))?,
    })
}

/// The details of an event without what the viewer may not see.
pub(super) fn detail(viewer: &Viewer, entry: &AuditEntry) -> Map<String, Value> {
    let all = viewer.may(Permission::ViewActivityEvidence);
    let mut detail = match serde_json::from_str(&entry.detail) {
        Ok(Value::Object(detail)) => detail,
        Ok(other) => Map::from_iter([("detail".to_owned(), other)]),
        Err(_) => Map::from_iter([("detail".to_owned(), json!(entry.detail))]),
    };
    if let Some(sealed) = &entry.detail_encrypted {
        let personal = if all {
            let opened = viewer.tenant.key.open_text(Sealed::AuditDetail, &entry.subject, sealed);
            // A changed event must not hide the others.
            opened.unwrap_or_else(|_| "[UNREADABLE]".to_owned())
        } else {
            String::new()
        };
        detail.insert("personal".to_owned(), json!(personal));
    }
    if !all {
        for name in RESTRICTED {
            // The address of a page is not that of a network.
            let is_page =
                detail.get(name).and_then(Value::as_str).is_some_and(|it| it.starts_with('/'));
            if let Some(value) = detail.get_mut(name)
                && !is_page
                && !value.is_null()
            {
                *value = json!(HIDDEN);
            }
        }
    }
    detail
}

fn facts(entry: &AuditEntry, detail: &Map<String, Value>) -> Vec<ActivityFact> {
    let fact =
        |label: &str, value: String| ActivityFact { label: label.to_owned(), value: Some(value) };
    let mut facts = vec![
        fact("Action code", entry.action.clone()),
        fact("Event", entry.seq.to_string()),
        fact("Acted on", entry.subject.clone()),
    ];
    for (name, value) in detail {
        let label = match name.as_str() {
            "address" => "Source address",
            "personal" => "Sealed details",
            name => name,
        };
        let value = match value {
            Value::Null => continue,
            Value::String(text) if text == HIDDEN => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        facts.push(ActivityFact { label: label.replace('_', " "), value });
    }
    facts.push(fact("Hash", hex::encode(&entry.hash)));
    facts
}

/// The kind of what an event acted on, and its page.
fn subject(entry: &AuditEntry, action: Option<AuditAction>) -> (&'static str, Option<String>) {
    let id = entry.subject.as_str();
    let is_id = id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let page = |kind: &'static str, path: &str| (kind, is_id.then(|| format!("{path}/{id}")));
    let Some(action) = action else { return ("", None) };
    match action.as_str().split('.').next().unwrap_or_default() {
        "transcript" | "conversation" | "review" | "unlock" => page("Call", "/calls"),
        "recording" if is_id => page("Call", "/calls"),
        "export" if action != AuditAction::ExportRefused => page("Export", "/exports"),
        "contact" => page("Contact", "/contacts"),
        "calls" | "project" | "recording" => ("Project", None),
        "tenant" => ("Organisation", None),
        "audit" => ("Audit log", None),
        "session" | "user" | "export" => ("Account", None),
        "api_key" => ("API key", None),
        "webhook" => ("Webhook", None),
        "import" => ("Import", None),
        "subject_request" => ("Legal request", None),
        "pbx" => ("PBX file", None),
        "access" => ("Asked for", None),
        _ => ("", None),
    }
}
