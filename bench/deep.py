"""Measures the list's first and last page among very many calls."""

import sqlite3

from portal import Portal
from turns import alternate, say
from workload import BEGIN, SLOT_SECONDS

REQUESTS = 20
PAGE = 50
# Number of the oldest calls, imported first: their last page is the last page of all calls.
OLDEST = 2_000
# Time limit of the import; beyond it, the calls between the oldest and the newest are copied.
IMPORT_SECONDS = 360


def copy_calls(folder, count, first):
    """Fills the slots from `first` on with copies of imported calls, with new ids. They have no
    caller, since it is encrypted for the id of the original call."""
    with sqlite3.connect(folder / "earshot.db") as db:
        names = [name for _, name, *_ in db.execute("PRAGMA table_info(calls)")]
        fresh = {
            "row_id": "new.row",
            "id": "printf('%08x-0000-4000-8000-%012x', new.row * 7919 % 4294967296, new.row)",
            "source_id": "'copy-' || new.slot",
            "ingest_seq": "new.row",
            "started_at": "new.at",
            **dict.fromkeys((name for name in names if name.startswith("caller_")), "NULL"),
        }
        (last,) = db.execute("SELECT max(max(row_id), max(ingest_seq)) FROM calls").fetchone()
        picked = ", ".join(fresh.get(name, f"c.{name}") for name in names)
        begin = int(BEGIN.timestamp() * 1000)
        db.execute(
            "WITH RECURSIVE new (slot, row, at) AS ("
            " SELECT ?1, ?2 + 1, ?3 + ?1 * ?6 UNION ALL"
            " SELECT slot + 1, row + 1, at + ?6 FROM new WHERE slot + 1 < ?1 + ?4)"
            f" INSERT INTO calls ({', '.join(names)}) SELECT {picked}"
            " FROM new JOIN calls c ON c.row_id = 1 + new.slot % ?5",
            (first, last, begin, count, OLDEST, SLOT_SECONDS * 1000),
        )
        db.execute("INSERT INTO transcripts SELECT c.row_id, t.turns, t.details, t.raw_text_encrypted,"
                   " t.customer_encrypted, t.source_encrypted FROM calls c"
                   " JOIN transcripts t ON t.call_row = 1 WHERE c.row_id > ?", (last,))
        db.execute("INSERT INTO one_line_transcripts SELECT c.row_id, o.text FROM calls c"
                   " JOIN one_line_transcripts o ON o.call_row = 1 WHERE c.row_id > ?", (last,))
        db.execute("UPDATE tenants SET ingest_seq = ?", (last + count,))
    db.close()


def deep_list(args):
    """Measures the list's first and last page among very many calls. The cursor of the last page is
    determined while only the oldest calls are imported; the others follow."""
    portal = Portal(args.binary, args.work / "deep")
    portal.take_in(OLDEST, short=True)
    with portal.serving():
        last = portal.last_page()
    trial = min(10 * OLDEST, args.deep - OLDEST)
    rate = trial / portal.take_in(trial, first=args.deep - trial, short=True)
    rest = args.deep - OLDEST - trial
    imported = rest if rest / rate <= IMPORT_SECONDS else 0
    say(f"a short call takes {1e6 / rate:.0f} µs to import; {'importing' if imported else 'copying'} {rest}")
    if imported:
        portal.take_in(rest, first=OLDEST, short=True)
    elif rest:
        copy_calls(portal.folder, rest, OLDEST)
    with portal.serving():
        page = portal.list_data(last)
        if page["matched"] != args.deep or page["next"] or len(page["rows"]) != PAGE:
            raise SystemExit("bench: the cursor does not lead to the last page")
        say("measuring the list")
        runs = alternate({"first": portal.list_html, "last": lambda: portal.list_html(last)}, REQUESTS)
    return portal, {"calls": args.deep, "copied": rest - imported, "import_rate": rate, **runs}
