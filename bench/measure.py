"""Measures Earshot and its peers in alternating runs and writes all measurements as JSON."""

import argparse
import json
import os
import platform
import signal
import sys
import time
from pathlib import Path

import audit
import background
import memory
import pdf
import peers
from deep import deep_list
from ingest import pushed
from legs import downloaded
from portal import CORES, Portal
from review import opened
from sound import first_sound
from turns import alternate, say

def on_sqlite(args):
    """Measures the CSV exports of Earshot, sqlite3 and Datasette over the same rows."""
    say(f"importing {args.calls} calls into SQLite")
    portal = Portal(args.binary, args.work / "sqlite")
    seconds = portal.take_in(args.calls)
    ours, plain, streamed, db = (args.work / name for name in ("o.csv", "s.csv", "d.csv", "calls.db"))
    with portal.serving():
        portal.export(ours)
        peers.fill_sqlite(ours, db)
        with peers.datasette(db) as datasette:
            peers.sqlite3_export(db, plain)
            peers.must_equal(ours, plain, "sqlite3")
            peers.datasette_export(datasette, streamed)
            peers.must_equal(ours, streamed, "Datasette", ordered=False)
            say("measuring exports on SQLite")
            runs = alternate({
                "earshot": lambda: portal.export(ours),
                "sqlite3": lambda: peers.sqlite3_export(db, plain),
                "datasette": lambda: peers.datasette_export(datasette, streamed),
            })
    peers.must_equal(ours, plain, "sqlite3")
    peers.must_equal(ours, streamed, "Datasette", ordered=False)
    return portal, {
        "import_seconds": seconds,
        "bytes": ours.stat().st_size,
        "earshot": [run["process"] for run in runs["earshot"]],
        "earshot_first": [run["first"] for run in runs["earshot"]],
        "sqlite3": runs["sqlite3"],
        "datasette": [total for total, _ in runs["datasette"]],
        "datasette_first": [first for _, first in runs["datasette"]],
    }


def on_postgres(args):
    """Measures Earshot's CSV export and psql's \\copy over the same rows; the database uses core 0."""
    say(f"importing {args.calls} calls into PostgreSQL")
    portal = Portal(args.binary, args.work / "postgres", args.postgres)
    seconds = portal.take_in(args.calls)
    ours, copied = args.work / "op.csv", args.work / "p.csv"
    with portal.serving(core=1):
        portal.export(ours)
        url = peers.fill_postgres(ours, args.postgres)
        peers.psql_export(url, copied)
        peers.must_equal(ours, copied, "psql")
        say("measuring exports on PostgreSQL")
        runs = alternate({
            "earshot": lambda: portal.export(ours)["process"],
            "psql": lambda: peers.psql_export(url, copied),
        })
    peers.must_equal(ours, copied, "psql")
    return {"import_seconds": seconds, **runs}


def ten_times(args):
    """Imports ten times W calls; returns the installation and the seconds."""
    say(f"importing {10 * args.calls} calls")
    portal = Portal(args.binary, args.work / "large")
    return portal, portal.take_in(10 * args.calls)


def browser_bytes(site):
    """Returns the bytes of WebAssembly and JavaScript, as compressed with Brotli by the build."""
    files = [*site.glob("pkg/*/earshot.js.br"), *site.glob("pkg/*/earshot_bg.wasm.br")]
    if len(files) != 2:
        raise SystemExit(f"bench: {site} does not contain the WebAssembly and JavaScript of one build")
    return sum(file.stat().st_size for file in files)


def main():
    """Runs all measurements in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--deep", type=int, default=1_000_000)
    parser.add_argument("--pdfs", type=int, default=500)
    args = parser.parse_args()
    args.postgres = os.environ["EARSHOT_TEST_POSTGRES"]
    # On a signal, the servers must stop too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    (args.work / "pid").write_text(str(os.getpid()))
    pdf.check()
    begin, load = time.monotonic(), os.getloadavg()
    result = {"calls": args.calls, "versions": peers.versions(), "browser_bytes": browser_bytes(args.site)}
    small, result["sqlite"] = on_sqlite(args)
    result["pdf"] = pdf.measure(small, args.work / "pdf", min(args.pdfs, args.calls))
    result["postgres"] = on_postgres(args)
    large, seconds = ten_times(args)
    result["memory"] = {"import_seconds": seconds, **memory.measure(args, small, large)}
    result["background"] = background.speed(args, large)
    result["waited"] = background.waited_for(args)
    result["archive"] = background.with_recordings(args)
    result["ingest"] = pushed(args)
    result["legs"] = downloaded(args)
    result["sound"] = first_sound(args)
    result["review"] = opened(args)
    result["audit"] = audit.measured()
    deep, result["deep"] = deep_list(args)
    result["formats"] = background.memory_of_formats(args, deep)
    result["machine"] = {
        "processor": processor(),
        "cores": len(CORES),
        "system": platform.release(),
        "load_before": load,
        "load_after": os.getloadavg(),
        "seconds": time.monotonic() - begin,
    }
    print(json.dumps(result, indent=1))


def processor():
    """Returns the name of the processor, if the system reports it."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()
