"""Measures bytes and time until playback of a recording can start."""

import http.client
import json
import struct
import time
from urllib.parse import urlsplit

from portal import PROJECT, Portal
from turns import say

RATE, SECONDS = 8000, 180
CALL = {
    "source_id": "sound-1",
    "started_at": "2026-06-01T09:00:00Z",
    "status": "completed",
    "channel": "voice",
    "total_seconds": SECONDS,
    "consent": "granted",
    "playback_compliance": "permitted",
    "recording": {"file_name": "sound-1.wav"},
}


def wav(seconds=SECONDS):
    """Returns telephone audio."""
    samples = bytes(range(256)) * (RATE * 2 * seconds // 256)
    form = struct.pack("<HHIIHH", 1, 1, RATE, RATE * 2, 2, 16)
    parts = [b"WAVEfmt ", struct.pack("<I", len(form)), form, b"data", struct.pack("<I", len(samples)), samples]
    body = b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def ask(connection, method, path, cookie, body=None, **headers):
    """Sends a request over a persistent connection; returns the response and the size of its head."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, headers | {"cookie": cookie})
    answer = connection.getresponse()
    if answer.status not in (200, 201, 206):
        raise SystemExit(f"bench: {path} answered {answer.status}")
    head = sum(len(f"{name}: {value}\r\n") for name, value in answer.getheaders())
    return answer, head + len(f"HTTP/1.1 {answer.status} {answer.reason}\r\n\r\n")


def first_second(portal, call, cookie):
    """Plays a recording: requests a grant, then the audio from its beginning. Returns bytes and seconds
    until the first second has arrived."""
    begin = time.perf_counter()
    connection = http.client.HTTPConnection(urlsplit(portal.url).netloc)
    form = {"content_type": "application/x-www-form-urlencoded", "accept": "application/json"}
    path = f"/api/calls/{call}/recording/grants"
    answer, total = ask(connection, "POST", path, cookie, "action=play", **form)
    granted = answer.read()
    answer, head = ask(connection, "GET", json.loads(granted)["url"], cookie, range="bytes=0-")
    sound = answer.read(44 + RATE * 2)
    seconds = time.perf_counter() - begin
    connection.close()
    return {"bytes": total + len(granted) + head + len(sound), "seconds": seconds}


def first_sound(args):
    """Measures twenty playbacks of one recording after one warm-up."""
    say("measuring the first sound of a recording")
    portal = Portal(args.binary, args.work / "sound")
    folder = args.work / "recordings"
    folder.mkdir()
    (folder / "sound-1.wav").write_bytes(wav())
    target = ["--tenant", "bench", "--project", PROJECT]
    portal.command("import", "--format", "ndjson", *target, "-", input=json.dumps(CALL).encode())
    portal.command("import-recordings", "--tenant", "bench", str(folder))
    with portal.serving():
        call = portal.list_data()["rows"][0]["id"]
        cookie = next(
            f"{line.split()[-2]}={line.split()[-1]}"
            for line in portal.jar.read_text().splitlines()
            if "earshot_session" in line
        )
        runs = [first_second(portal, call, cookie) for _ in range(21)][1:]
    return {
        "sound": 44 + RATE * 2,
        "bytes": [run["bytes"] for run in runs],
        "seconds": [run["seconds"] for run in runs],
    }
