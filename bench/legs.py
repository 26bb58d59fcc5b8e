"""Measures the download of call legs over the PBX interface, and sqlite3 writing the same rows."""

import json
import sqlite3
import subprocess
import time

from portal import EMAIL, PROJECT, Portal, pinned, timed
from turns import alternate, say

FIELDS = ("uid leg_id leg time call_type call_from call_to status call_duration ring_duration "
          "talk_duration hold_duration ai_transcription ai_summary").split()
QUERY = "SELECT * FROM legs ORDER BY time"


def downloaded(args):
    """Measures the time from the request of a file of all calls to its last byte, and sqlite3."""
    say(f"importing {args.calls} calls of a PBX")
    portal = Portal(args.binary, args.work / "legs")
    seconds = portal.take_in(args.calls, legs=True)
    made = portal.command("api-key", "add", "--user", EMAIL, "--name", "Bench", "--kind", "pbx_client",
                          "--scope", "calls:read", "--project", PROJECT,
                          "--requests-per-minute", "10000")[1].decode()
    ours, theirs, db = (args.work / name for name in ("legs.json", "legs-s.json", "legs.db"))
    with portal.serving():
        access = token(portal, *made.split()[1::2])
        download(portal, access, ours)
        fill(ours, db)
        sqlite3_json(db, theirs)
        must_equal(ours, theirs, args.calls)
        say("measuring downloads of call legs")
        runs = alternate({
            "earshot": lambda: download(portal, access, ours),
            "sqlite3": lambda: sqlite3_json(db, theirs),
        })
    must_equal(ours, theirs, args.calls)
    return {"import_seconds": seconds, "bytes": ours.stat().st_size, **runs}


def token(portal, client, secret):
    """Requests an access token; the secret is passed on standard input."""
    address = f"{portal.url}/openapi/v2.0/get_token"
    command = ["curl", "--silent", "--show-error", "--fail", "--data", "@-", address]
    body = json.dumps({"username": client, "password": secret})
    return json.loads(timed(command, input=body.encode())[1])["access_token"]


def download(portal, access, file):
    """Runs both steps with curl; returns the seconds of both."""
    curl = ["curl", "--silent", "--show-error", "--fail", "--header", f"authorization: Bearer {access}"]
    begin = time.perf_counter()
    asked = json.loads(timed(pinned(1, [*curl, f"{portal.url}/openapi/v2.0/cdr/aidownload"]))[1])
    if asked["errcode"]:
        raise SystemExit(f"bench: aidownload answered {asked}")
    timed(pinned(1, [*curl, "--output", file, portal.url + asked["download_resource_url"]]))
    return time.perf_counter() - begin


def fill(ours, file):
    """Writes a SQLite file with one row per leg, the transcript as JSON text, and an index on the time."""
    legs = json.loads(ours.read_text())
    for leg in legs:
        leg["ai_transcription"] = json.dumps(leg["ai_transcription"], ensure_ascii=False)
    with sqlite3.connect(file) as db:
        db.execute(f"CREATE TABLE legs ({', '.join(FIELDS)}, PRIMARY KEY (leg_id))")
        marks = ", ".join("?" * len(FIELDS))
        db.executemany(f"INSERT INTO legs VALUES ({marks})", ([leg[name] for name in FIELDS] for leg in legs))
        db.execute("CREATE INDEX legs_by_time ON legs (time)")
        db.execute("ANALYZE")
    db.close()


def sqlite3_json(db, file):
    """Writes the whole table with `sqlite3 -json` to a file; returns the seconds."""
    with open(file, "wb") as out:
        begin = time.perf_counter()
        subprocess.run(pinned(0, ["sqlite3", "-json", db, QUERY]), check=True, stdout=out)
        return time.perf_counter() - begin


def must_equal(ours, theirs, count):
    """Fails unless both contain the same legs in the same order, field by field."""
    legs = json.loads(ours.read_text())
    rows = json.loads(theirs.read_text())
    rows = [row | {"ai_transcription": json.loads(row["ai_transcription"])} for row in rows]
    if len(legs) != count or legs != rows:
        raise SystemExit(f"bench: {len(legs)} legs of Earshot differ from the {len(rows)} of sqlite3")
