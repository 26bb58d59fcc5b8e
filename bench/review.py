"""Measures opening a call with a very long transcript, and Datasette returning the same text."""

import json
import os
import sqlite3
import urllib.request

import peers
from portal import PROJECT, Portal
from turns import alternate, say

TURNS, RUNS = 10_000, 40


def long_call():
    """Returns a call of 10,000 lines, one per second."""
    words = "please move the appointment on Thursday to the week after because of work".split()
    turns = [
        {
            "speaker": ("agent", "caller")[n % 2],
            "text": " ".join(words[n % 7:] + words[: n % 7]) + f", {n % 50} said",
            "at": f"2026-06-01T{9 + n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z",
        }
        for n in range(TURNS)
    ]
    return {
        "source_id": "long-1",
        "started_at": "2026-06-01T09:00:00Z",
        "status": "completed",
        "total_seconds": TURNS,
        "summary": "A long call",
        "transcript": {"turns": turns},
    }


def opened(args):
    """Measures the review's data, the whole page, and Datasette's row, alternately."""
    say("measuring the opening of a long review")
    portal = Portal(args.binary, args.work / "review")
    portal.command("import", "--format", "ndjson", "--tenant", "bench", "--project", PROJECT, "-",
                   input=json.dumps(long_call()).encode())
    with portal.serving():
        call = portal.list_data()["rows"][0]["id"]
        data, page = f"/api/review?call_id={call}", f"/calls?project_id={PROJECT}&expand={call}"
        file, db = args.work / "review.json", args.work / "review.db"
        portal.curl(data, "--output", file)
        transcript = json.loads(file.read_text())["transcript"]
        if len(transcript["turns"]) != TURNS:
            raise SystemExit("bench: the review does not contain all lines")
        with sqlite3.connect(db) as rows:
            rows.execute("CREATE TABLE calls (call_id TEXT PRIMARY KEY, transcript TEXT)")
            rows.execute("INSERT INTO calls VALUES (?, ?)", (call, json.dumps(transcript)))
        rows.close()
        with peers.datasette(db) as datasette:
            row = f"{datasette}/review/calls/{call}.json"
            with urllib.request.urlopen(row) as answer:
                if len(answer.read()) < len(json.dumps(transcript)):
                    raise SystemExit("bench: Datasette does not return the whole row")
            runs = alternate({
                "data": lambda: portal.curl(data, "--output", os.devnull)["total"],
                "page": lambda: portal.curl(page, "--output", os.devnull)["total"],
                "datasette": lambda: peers.fetched(row),
            }, RUNS)
    return {"turns": TURNS, "bytes": file.stat().st_size, **runs}
