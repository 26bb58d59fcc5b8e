"""What an export must say about the calls of a source file (docs/export-files.md)."""

import uuid
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

KINDS = {
    "instant": ("call_started_at", "started_at", "ended_at"),
    "integer": ("duration_seconds", "ring_seconds", "talk_seconds", "hold_seconds", "csat_rating",
                "message_count", "message"),
    "seconds": ("offset_seconds",),
    "boolean": ("has_recording", "customer_verified"),
    "json": ("function_calls", "analysis", "citations", "notes", "audit_log"),
}
# Both names of a column with the same value.
ALIASES = {"conversation_id": "call_id", "call_started_at": "started_at", "call_status": "status",
           "agent_assigned": "agent"}
# Columns by the name of their set; the last two are all there are.
SETS = {
    "calls": """call_id project_id call_started_at call_status channel caller agent duration_seconds
        summary transcript""".split(),
    "conversations": """conversation_id customer_email channel started_at ended_at status priority tags
        message_count agent_assigned csat_rating csat_comment first_message last_message""".split(),
    "all": """call_id conversation_id project_id source source_id call_started_at started_at ended_at call_status status
        source_status end_reason channel direction caller callee agent agent_assigned duration_seconds
        ring_seconds talk_seconds hold_seconds outcome sentiment priority tags audience has_recording
        recording_state review_state customer_name customer_email customer_phone customer_company customer_verified
        csat_rating csat_comment message_count first_message last_message summary transcript
        function_calls analysis citations skills notes audit_log""".split(),
    "messages": """call_id project_id call_started_at message started_at offset_seconds speaker
        text""".split(),
}
FACTS = ["id", "project", "source", "source_id", "started_at", "ended_at", "end_reason", "status",
         "source_status", "channel", "direction", "caller", "callee", "agent", "duration_seconds", "ring_seconds",
         "talk_seconds", "hold_seconds", "outcome", "sentiment", "priority", "has_recording",
         "recording_state", "review_state", "message_count", "summary", "transcript_state", "csat"]
CONTENTS = {"tags": ["tags", "audience"], "function_calls": ["function_calls"],
            "analysis": ["analysis"], "citations": ["citations"], "skills": ["skills"],
            "notes": ["notes"], "audit_log": ["audit_log"]}
WITHHELD = {"anonymous", "restricted", "unavailable", "blocked", "private", "withheld", "unknown"}
SPEAKERS = {"agent": "Agent", "caller": "Caller", "system": "System"}
BREAKS = "\r\n\v\f\x85\u2028\u2029"
# White space of Unicode. Python's own also counts four separators of ASCII.
BLANKS = BREAKS + "\t \xa0\u1680" + "".join(map(chr, range(0x2000, 0x200b))) + "\u202f\u205f\u3000"


def kind_of(column):
    return next((kind for kind, columns in KINDS.items() if column in columns), "text")


def newest_first(calls):
    return sorted(calls, key=lambda call: -call["started_at"])


def masked(number):
    if number is None:
        return None
    if number.strip().lower() in WITHHELD:
        return "Withheld"
    digits = "".join(c for c in number if c in "0123456789")
    # Four digits of a short number would be all of it.
    return "****" + (digits[-4:] if len(digits) >= 7 else "")


def customer(call):
    """The customer, if the source verified the identity; names are not shown."""
    given = call["customer"] or {}
    if given.get("identity_verified") is not True:
        return {"verified": False}
    part = lambda name: text if (text := given.get(name)) and text.strip() else None
    return {
        "verified": True,
        "name": "[REDACTED]" if part("name") else None,
        "email": "****@" + part("email").rpartition("@")[2] if part("email") else None,
        "phone": masked(part("phone")),
        "company": part("company"),
    }


def messages(call):
    rows = []
    for number, (speaker, at, text) in enumerate(call["turns"], 1):
        offset = None if at is None else max(at - call["started_at"], 0)
        rows.append({
            "n": number, "speaker": speaker, "text": text,
            "started_at": None if offset is None else call["started_at"] + offset,
            "offset_seconds": None if offset is None else offset / 1000,
        })
    return rows


def values(call, project):
    """The values of every column of a row per call; times in milliseconds."""
    buyer, turns = customer(call), call["turns"]
    rated = call["csat"] or {}
    return {
        **{name: call[name] for name in
           ("source", "source_id", "started_at", "ended_at", "end_reason", "status", "source_status", "channel",
            "direction", "agent", "duration_seconds", "ring_seconds", "talk_seconds",
            "hold_seconds", "outcome", "sentiment", "priority", "audience", "has_recording", "recording_state",
            "summary", "function_calls", "analysis", "citations", "notes")},
        "project_id": project,
        "caller": masked(call["caller"]),
        "callee": masked(call["callee"]),
        "tags": "; ".join(call["tags"]),
        "skills": "; ".join(call["skills"]),
        "audit_log": call["review_events"],
        "review_state": "new",
        "customer_verified": buyer["verified"],
        **{f"customer_{name}": buyer.get(name) for name in ("name", "email", "phone", "company")},
        "csat_rating": rated.get("rating"),
        "csat_comment": rated.get("comment"),
        "message_count": len(turns) if call["transcript_state"] == "available" else None,
        "first_message": turns[0][2] if turns else None,
        "last_message": turns[-1][2] if turns else None,
        "transcript": " ".join(f"{SPEAKERS[who]}: {one_line(text)}" for who, _, text in turns),
    }


def call_rows(call, project, columns):
    """The one row of a call."""
    known = values(call, project)
    return [{name: known.get(ALIASES.get(name, name)) for name in columns}]


def message_rows(call, project, columns):
    """A row for each message of a call."""
    shared = {"project_id": project, "call_started_at": call["started_at"]}
    rows = [{**message, **shared, "message": message["n"]} for message in messages(call)]
    return [{name: row.get(name) for name in columns} for row in rows]


def conversation(call, project, contents, zone):
    """A call as an object of JSON."""
    time = lambda at: None if at is None else rfc3339(at, zone)
    rated = call["csat"]
    known = values(call, project) | {
        "id": None, "project": project, "transcript_state": call["transcript_state"],
        "csat": rated and {"rating": rated["rating"], "comment": rated.get("comment")},
        "tags": call["tags"], "skills": call["skills"],
        "started_at": time(call["started_at"]), "ended_at": time(call["ended_at"]),
    }
    names = FACTS + [name for content in contents for name in CONTENTS.get(content, [])]
    one = {name: known[name] for name in names}
    if "customer" in contents:
        one["customer"] = customer(call)
    if "messages" in contents:
        one["messages"] = [{**message, "started_at": time(message["started_at"])}
                           for message in messages(call)]
    return one


def rfc3339(at, zone):
    seconds = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=at // 1000)
    return seconds.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def one_line(text):
    """Text whose line breaks, with the blanks around them, are spaces."""
    if not any(c in BREAKS for c in text):
        return text
    for c in BREAKS:
        text = text.replace(c, "\n")
    return " ".join(filter(None, (line.strip(BLANKS) for line in text.split("\n"))))


def guarded(text):
    """A cell of a CSV: on one line, and with an apostrophe where a spreadsheet sees a formula."""
    hidden = set(map(chr, [*range(0x200b, 0x2010), *range(0x202a, 0x202f), *range(0x2060, 0x206a),
                           0xfeff]))
    signs = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
    control = lambda c: ord(c) < 32 or 127 <= ord(c) < 160
    shown = next((c for c in text if c in signs or not (c in BLANKS or c in hidden or control(c))),
                 "")
    return ("'" if shown and shown in signs else "") + one_line(text)


def with_id(row):
    """A row whose ids are only known to be ids: they are made on import."""
    for name in ("id", "call_id", "conversation_id"):
        if name in row:
            assert row[name] in (None, "id") or str(uuid.UUID(row[name])) == row[name], row[name]
            row = {**row, name: "id"}
    return row
