"""Measures background exports: each format's speed and memory, and programs that write the same rows."""

import http.client
import json
import shutil
import subprocess
import time
from urllib.parse import urlsplit

import formats
import memory
from portal import EMAIL, PROJECT, Portal, running, settle
from sound import wav
from turns import alternate, say

FORMATS = ("csv", "json", "jsonl", "xlsx", "parquet", "pdf", "zip")
# The number of calls up to which a person waits for an export on the page.
WAITED_FOR = 999
RECORDINGS = 200
SECONDS_OF_A_RECORDING = 60


class Exports:
    """Background exports of an installation, by an API key."""

    def __init__(self, portal):
        made = portal.command("api-key", "add", "--user", EMAIL, "--name", "Exports", "--scope", "exports:write",
                              "--project", PROJECT, "--requests-per-minute", "10000")[1].decode()
        self.portal, self.key = portal, made.split()[0]

    def ask(self, method, path, body=None):
        """Sends a request; returns the answer's text."""
        connection = http.client.HTTPConnection(urlsplit(self.portal.url).netloc)
        headers = {"authorization": f"Bearer {self.key}", "content-type": "application/json"}
        connection.request(method, path, body and json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status not in (200, 202):
            raise SystemExit(f"bench: {path} answered {answer.status}: {text.decode()}")
        return text

    def run(self, format, calls, **request):
        """Runs an export to its end; returns the seconds and its description."""
        begin, pause = time.perf_counter(), 0.02
        url = json.loads(self.ask("POST", "/v1/conversations/export", {"format": format} | request))["url"]
        while (job := json.loads(self.ask("GET", url)))["status"] in ("queued", "running"):
            time.sleep(pause)
            pause = min(1.01 * pause, 1)
        seconds = time.perf_counter() - begin
        if job["status"] != "completed" or job["progress"]["written"] != calls:
            raise SystemExit(f"bench: the export ended as {job}")
        return seconds, job

    def files(self, job, folder):
        """Downloads the files of an export, in their order."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        paths = [folder / file["name"] for file in job["files"]]
        for path, file in zip(paths, job["files"], strict=True):
            path.write_bytes(self.ask("GET", file["url"]))
        return paths


def streamed_in_ten(portal, calls, file):
    """Writes all calls as ten streamed exports; returns the seconds, connections included."""
    begin, rows = time.perf_counter(), 0
    for first, last in formats.tenths(calls):
        portal.export(file, first, last)
        rows += formats.records(file)
    seconds = time.perf_counter() - begin
    if rows != calls:
        raise SystemExit(f"bench: ten streamed exports have {rows} rows")
    return seconds


def speed(args, large):
    """Measures jobs of ten times W calls against ten streamed exports, openpyxl and pyarrow."""
    calls, exports, file = 10 * args.calls, Exports(large), args.work / "tenth.csv"
    folder = args.work / "parts"
    with large.serving():
        _, job = exports.run("csv", calls, set="calls")
        whole = args.work / "whole.csv"
        formats.join(exports.files(job, folder), whole)
        if formats.records(whole) != calls:
            raise SystemExit("bench: the parts of a background export do not hold all calls")
        say("measuring background exports")
        return alternate({
            "csv": lambda: exports.run("csv", calls, set="calls")[0],
            "streamed": lambda: streamed_in_ten(large, calls, file),
            "xlsx": lambda: exports.run("xlsx", calls, set="calls")[0],
            "openpyxl": lambda: formats.written("openpyxl", whole, args.work / "o.xlsx"),
            "parquet": lambda: exports.run("parquet", calls, set="calls")[0],
            "pyarrow": lambda: formats.written("pyarrow", whole, args.work / "o.parquet"),
        }, 3)


def waited_for(args):
    """Measures the largest exports that the page waits for, in every format."""
    portal = Portal(args.binary, args.work / "waited")
    portal.take_in(WAITED_FOR)
    exports = Exports(portal)
    with portal.serving():
        return {name: exports.run(name, WAITED_FOR)[0] for name in FORMATS}


def with_recordings(args):
    """Measures an archive with recordings against `zip -0` of the same files."""
    say(f"importing {RECORDINGS} recordings")
    portal = Portal(args.binary, args.work / "archive")
    folder = args.work / "archived"
    folder.mkdir()
    calls = []
    for n in range(RECORDINGS):
        name = f"sound-{n}.wav"
        (folder / name).write_bytes(wav(SECONDS_OF_A_RECORDING))
        calls.append({"source_id": f"sound-{n}", "started_at": f"2026-06-01T{n // 60:02}:{n % 60:02}:00Z",
                      "status": "completed", "channel": "voice", "total_seconds": SECONDS_OF_A_RECORDING,
                      "consent": "granted", "playback_compliance": "permitted", "recording": {"file_name": name}})
    portal.command("tenant", "set", "bench", "--recording-download", "true")
    portal.command("import", "--format", "ndjson", "--tenant", "bench", "--project", PROJECT, "-",
                   input="\n".join(map(json.dumps, calls)).encode())
    portal.command("import-recordings", "--tenant", "bench", str(folder))
    exports = Exports(portal)
    ours = {"include": {"recordings": True, "messages": False}}
    with portal.serving():
        _, job = exports.run("zip", RECORDINGS, **ours)
        size = sum(file["bytes"] for file in job["files"])
        sound = sum(path.stat().st_size for path in folder.iterdir())
        if size < sound:
            raise SystemExit(f"bench: the archive has {size} bytes, its recordings {sound}")
        runs = alternate({
            "earshot": lambda: exports.run("zip", RECORDINGS, **ours)[0],
            "zip": lambda: formats.zip_writes(folder, args.work / "o.zip"),
        }, 3)
    return {"bytes": sound, **runs}


def worker_growth(portal, exports, name, calls, **request):
    """Measures a worker's peak memory during one export, its growth, and the seconds. The server that is
    asked has no workers of its own."""
    words = portal.arguments("worker", "--export-workers", "1")
    quiet = {"env": portal.environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with portal.serving(workers=0), running(words, **quiet) as worker:
        settle(worker.pid)
        exports.run("csv", 1, filter={"ids": [portal.list_data()["rows"][0]["id"]]})
        before = memory.restart(worker.pid)
        seconds, _ = exports.run(name, calls, **request)
        peak = memory.peak(worker.pid)
        return {"peak": peak, "growth": peak - before, "seconds": seconds, "calls": calls}


def memory_of_formats(args, deep):
    """Measures memory in every format, of W calls and of very many, none with a transcript; documents
    of a tenth of these, since a million take too long."""
    few = Portal(args.binary, args.work / "few")
    few.take_in(args.calls, short=True)
    by_few, by_many = Exports(few), Exports(deep)
    first, last = next(formats.tenths(args.deep))
    tenth = {"filter": {"since": str(first), "until": str(last)}}
    result = {}
    for name in FORMATS:
        say(f"measuring memory of {name}")
        many = (formats.calls_of(first, last), tenth) if name in ("pdf", "zip") else (args.deep, {})
        result[name] = {"small": worker_growth(few, by_few, name, args.calls),
                        "large": worker_growth(deep, by_many, name, many[0], **many[1])}
        for portal in (few, deep):
            shutil.rmtree(portal.folder / "exports", ignore_errors=True)
    return result
