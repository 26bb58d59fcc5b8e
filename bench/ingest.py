"""Measures pushing calls over HTTP, and sqlite3 loading the same file with a word index."""

import json
import subprocess
import sys
import time

from portal import CORES, EMAIL, HERE, PROJECT, Portal, timed
from turns import RUNS, alternate, say

LOAD = """
CREATE TABLE IF NOT EXISTS calls (source_id TEXT PRIMARY KEY, record TEXT);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content='');
CREATE TEMP TABLE lines (record TEXT);
.mode ascii
.separator "\\037" "\\n"
.import {file} lines
BEGIN;
INSERT INTO calls SELECT json_extract(record, '$.source_id'), record FROM lines;
INSERT INTO words (text) SELECT coalesce(json_extract(record, '$.summary'), '') || ' ' ||
  (SELECT group_concat(json_extract(value, '$.text'), ' ')
     FROM json_each(json_extract(record, '$.transcript.turns'))) FROM lines;
COMMIT;
"""


def files(args, name, first, *more):
    """Writes one file of distinct calls for each run."""
    written = []
    for run in range(RUNS + 1):
        file = args.work / f"{name}{run}.ndjson"
        start = str((first + run) * args.calls)
        with open(file, "wb") as out:
            words = [sys.executable, HERE / "workload.py", str(args.calls), "--first", start, *more]
            subprocess.run(words, check=True, stdout=out)
        written.append(file)
    return written


def pushed(args):
    """Measures one request with all calls of a file, and sqlite3, alternately; both use all cores."""
    say("measuring calls pushed in over HTTP")
    portal, db = Portal(args.binary, args.work / "push"), args.work / "push.db"
    calls, short = files(args, "push", 0), files(args, "short", RUNS + 1, "--short")
    _, said = portal.command("api-key", "add", "--user", EMAIL, "--name", "Bench", "--scope",
                             "calls:write", "--project", PROJECT)
    key = next(word for word in said.decode().split() if word.startswith("ear_"))
    ours, theirs, bare = iter(calls), iter(calls), iter(short)
    with portal.serving(core=None):
        return {
            "bytes": calls[0].stat().st_size,
            "cores": len(CORES),
            **alternate({
                "earshot": lambda: push(portal, key, next(ours), args.calls),
                "short": lambda: push(portal, key, next(bare), args.calls),
                "sqlite3": lambda: timed(["sqlite3", db], input=LOAD.format(file=next(theirs)).encode())[0],
            }),
        }


def push(portal, key, file, count):
    """Sends one request; returns its seconds."""
    begin = time.perf_counter()
    command = ["curl", "--silent", "--show-error", "--fail", "-H", f"x-api-key: {key}", "-H",
               "content-type: application/x-ndjson", "--data-binary", f"@{file}",
               f"{portal.url}/v1/ingest/calls"]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    seconds = time.perf_counter() - begin
    if (report := json.loads(said))["taken"] != count:
        raise SystemExit(f"bench: {count - report['taken']} of {count} calls were not accepted")
    return seconds
