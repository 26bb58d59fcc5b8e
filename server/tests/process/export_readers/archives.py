"""Archives as independent readers see them: Python's zipfile, unzip, 7-Zip and bsdtar."""

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import tempfile
import zipfile

import documents
import objects
from expected import with_id
from matching import compare

SEVEN_ZIP = shutil.which("7zz") or shutil.which("7z")


def members(path):
    """The members by name, after every reader read the same ones without complaint."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None, path
        found = {info.filename: archive.read(info) for info in archive.infolist()}
        assert len(found) == len(archive.infolist()), "a name is there twice"
    run(["unzip", "-tqq", path])
    run([SEVEN_ZIP, "t", "-bso0", path])
    run(["bsdtar", "-tf", path])
    for extract in (["unzip", "-qq", path, "-d"], ["bsdtar", "-xf", path, "-C"],
                    [SEVEN_ZIP, "x", "-bso0", "-bsp0", path, "-o"]):
        with tempfile.TemporaryDirectory() as folder:
            *words, last = extract
            run([*words, last + folder] if last == "-o" else [*extract, folder])
            assert read_folder(folder) == found, extract[0]
    # As a stream, without the list at the end of the archive.
    with open(path, "rb") as file:
        streamed = run(["bsdtar", "-xOf", "-"], stdin=file)
    assert streamed == b"".join(found.values()), "bsdtar of a stream"
    return found


def read_folder(folder):
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(place, name)
            with open(full, "rb") as file:
                found[os.path.relpath(full, folder)] = file.read()
    return found


def run(words, **more):
    done = subprocess.run(words, capture_output=True, **more)
    said = (done.stdout + done.stderr)[-2000:].decode(errors="replace")
    assert done.returncode == 0, f"{' '.join(words)}: {said}"
    return done.stdout


def check(paths, wanted_lines, wanted_objects, calls, recordings):
    """Compares the file of each call, in order, and the recordings with those in a folder."""
    files = {}
    for path in paths:
        files |= members(path)
    found = {name: content for name, content in files.items() if name.startswith("calls/")}
    audio = {name: content for name, content in files.items() if name.startswith("recordings/")}
    others = set(files) - set(found) - set(audio)
    assert others <= {"recordings.csv"}, others
    (ending,) = {name.rpartition(".")[2] for name in found}
    checked = {f"zip of {ending}": check_calls(ending, list(found.values()), wanted_lines,
                                               wanted_objects)}
    if others:
        index = files["recordings.csv"].decode()
        checked["zip of recordings"] = check_recordings(index, audio, calls, recordings)
    return checked


def check_calls(ending, contents, wanted_lines, wanted_objects):
    if ending == "json":
        found = [objects.plain(json.loads(content)) for content in contents]
        expected = [(group, objects.plain(with_id(one))) for group, one in wanted_objects]
        return compare("zip of JSON", expected, found)
    assert len(contents) == len(wanted_lines), f"{len(contents)} of {len(wanted_lines)} calls"
    groups = {}
    for group, lines in wanted_lines:
        groups.setdefault(group, []).append(lines)
    checked = 0
    for content, (group, _) in zip(contents, wanted_lines):
        checked += first_that_fits(ending, content, groups[group])
    return checked


def first_that_fits(ending, content, candidates):
    """Compares a file with calls that began together, and takes out the one that it is of."""
    for place, lines in enumerate(candidates):
        try:
            checked = check_call(ending, content, lines)
        except documents.Differences:
            if place + 1 == len(candidates):
                raise
            continue
        candidates.pop(place)
        return checked
    raise documents.Differences("zip: more calls than the source has")


def check_call(ending, content, lines):
    if ending == "txt":
        return documents.check_text(content.decode(), lines)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        return documents.check_pdf(file.name, [(0, lines)])


def check_recordings(index, audio, calls, recordings):
    """Compares the copies and their index with the recordings that were imported from a folder."""
    rows = list(csv.DictReader(io.StringIO(index, newline=""), strict=True))
    wanted = []
    for call in calls:
        path = recordings and call["recording"] and os.path.join(recordings, call["recording"])
        if call.get("recording_name"):
            wanted.append(path if path and os.path.exists(path) else None)
    assert len(rows) == len(wanted), f"recordings.csv: {len(rows)} rows instead of {len(wanted)}"
    copied = {}
    for row, path in zip(rows, wanted):
        assert bool(row["path"]) == (path is not None) == (row["not_included"] == ""), row
        if path is not None:
            with open(path, "rb") as file:
                content = copied[row["path"]] = file.read()
            digest = hashlib.sha256(content).hexdigest()
            assert (row["bytes"], row["sha256"]) == (str(len(content)), digest), row
    assert copied == audio and bool(copied) == bool(recordings), "recordings"
    return len(rows)
