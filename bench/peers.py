"""Peers: the programs that Earshot is compared with, using the rows of Earshot's export."""

import csv
import hashlib
import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.request
from contextlib import contextmanager

from portal import HERE, pinned, running, timed

COLUMNS = ("call_id", "project_id", "call_started_at", "call_status", "channel", "caller", "agent",
           "duration_seconds", "summary", "transcript")
DATASETTE = HERE.parent / "target/tools/python/bin/datasette"
QUERY = "SELECT * FROM calls ORDER BY call_started_at DESC"
KINDS = ", ".join(f"{name} {'INTEGER' if name == 'duration_seconds' else 'TEXT'}" for name in COLUMNS)

csv.field_size_limit(1 << 30)


def read(file):
    """Reads the records of a CSV file, which must have exactly the ten columns."""
    with open(file, newline="", encoding="utf-8") as lines:
        rows = csv.reader(lines)
        header = tuple(next(rows))
        if header != COLUMNS:
            raise SystemExit(f"bench: {file} has the columns {', '.join(header)}")
        yield from rows


def fingerprint(file, ordered):
    """Returns the rows of a CSV file and a hash of each column, in file order or by id."""
    hashes = [hashlib.sha256() for _ in COLUMNS]
    count = 0
    for row in read(file) if ordered else sorted(read(file)):
        count += 1
        for digest, cell in zip(hashes, row, strict=True):
            digest.update(cell.encode() + b"\0")
    return count, [digest.hexdigest() for digest in hashes]


def must_equal(ours, theirs, peer, ordered=True):
    """Fails unless a peer writes the same rows as Earshot."""
    our_count, our_hashes = fingerprint(ours, ordered)
    count, hashes = fingerprint(theirs, ordered)
    differing = [name for name, a, b in zip(COLUMNS, our_hashes, hashes) if a != b]
    if count != our_count or differing:
        raise SystemExit(f"bench: {peer} wrote {count} rows, Earshot {our_count}; "
                         f"differing columns: {', '.join(differing) or 'none'}")


def fill_sqlite(ours, file):
    """Writes a SQLite file with the rows of the export, in its order, and an index on the start."""
    with sqlite3.connect(file) as db:
        db.execute(f"CREATE TABLE calls ({KINDS}, PRIMARY KEY (call_id))")
        marks = ", ".join("?" * len(COLUMNS))
        db.executemany(f"INSERT INTO calls VALUES ({marks})", read(ours))
        db.execute("CREATE INDEX calls_by_start ON calls (call_started_at)")
        db.execute("ANALYZE")
    db.close()


def fill_postgres(ours, url):
    """Creates a database with a table of the rows of the export; returns its URL."""
    peers = url.rsplit("/", 1)[0] + "/peers"
    psql(url, "CREATE DATABASE peers")
    psql(peers, f"CREATE TABLE calls ({KINDS}, PRIMARY KEY (call_id))")
    # An empty cell is an empty string, as in the SQLite file.
    psql(peers, f"\\copy calls FROM '{ours}' csv header null '\\N'")
    psql(peers, "CREATE INDEX calls_by_start ON calls (call_started_at)")
    psql(peers, "VACUUM ANALYZE calls")
    return peers


def psql(url, words):
    """Runs one command in psql; returns the seconds."""
    command = ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", url]
    return timed(pinned(1, [*command, "--command", words]))[0]


def psql_export(url, file):
    """Writes the whole table with `psql \\copy` to a file; returns the seconds."""
    return psql(url, f"\\copy ({QUERY}) TO '{file}' csv header")


def sqlite3_export(db, file):
    """Writes the whole table with `sqlite3 -csv` to a file; returns the seconds."""
    with open(file, "wb") as out:
        begin = time.perf_counter()
        subprocess.run(pinned(0, ["sqlite3", "-csv", "-header", db, QUERY]), check=True, stdout=out)
        return time.perf_counter() - begin


@contextmanager
def datasette(db):
    """Runs Datasette on a SQLite file within the block; yields its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [DATASETTE, "serve", db, "--port", str(port), "--setting", "max_csv_mb", "0"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running(pinned(0, command), **quiet) as server:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(url, timeout=5).close()
                break
            except OSError:
                if server.poll() is not None:
                    raise SystemExit("bench: Datasette did not start") from None
                time.sleep(0.1)
        else:
            raise SystemExit("bench: Datasette does not answer")
        yield url


def datasette_export(url, file):
    """Downloads Datasette's streaming CSV of the whole table; returns the seconds and the time to the
    first byte. Ordered by the primary key: by the indexed start it takes twice as long."""
    address = f"{url}/calls/calls.csv?_stream=on&_size=max"
    command = ["curl", "--silent", "--show-error", "--fail", "--output", file, "--write-out",
               "%{time_starttransfer}", address]
    seconds, said = timed(pinned(1, command))
    return seconds, float(said)


def fetched(address):
    """Requests a URL of Datasette and discards the response; returns the seconds reported by curl."""
    command = ["curl", "--silent", "--show-error", "--fail", "--output", "/dev/null", "--write-out",
               "%{time_total}", address]
    return float(timed(pinned(1, command))[1])


def versions():
    """Returns the versions of the peers; a missing peer is an error."""
    programs = {"sqlite3": "sqlite3", "Datasette": DATASETTE, "psql": "psql", "curl": "curl"}
    for name, program in programs.items():
        if not shutil.which(program):
            raise SystemExit(f"bench: {name} is missing: run scripts/setup.sh bench")
    said = {name: timed([program, "--version"])[1].decode() for name, program in programs.items()}
    word = {"sqlite3": 0, "Datasette": -1, "psql": 2, "curl": 1}
    return {name: text.splitlines()[0].split()[word[name]] for name, text in said.items()}
