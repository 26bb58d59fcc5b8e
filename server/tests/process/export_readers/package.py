"""The package of an export as strangers verify it, and changes of single bytes."""

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

TOOLS = os.path.dirname(sys.executable)


def strangers(folder):
    """What programs that know nothing of the portal say about a package."""
    commands = [
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        [sys.executable, "-m", "bagit", "--validate", "."],
        [os.path.join(TOOLS, "frictionless"), "validate", "datapackage.json"],
    ]
    said = ""
    for words in commands:
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True)
        shown = " ".join([os.path.basename(words[0]), *words[1:]])
        said += f"$ {shown}\n{done.stdout}{done.stderr}\n"
        assert done.returncode == 0, said
    return said


def manifest(folder):
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        return json.load(file)


def data_files(folder):
    """The exported files in order, after their size was compared with the manifest's."""
    paths = []
    for file in manifest(folder)["files"]:
        path = os.path.join(folder, "data", file["name"])
        assert os.path.getsize(path) == file["bytes"], path
        paths.append(path)
    return paths


def verify(earshot, folder):
    """Whether the portal's own verification finds no fault."""
    done = subprocess.run([earshot, "export", "verify", folder], capture_output=True, text=True)
    assert "verified" in done.stdout or "manifest.json" in done.stderr, done
    return done.returncode == 0


def flip_bytes(earshot, folders, count, seed):
    """Changes single bytes of the packages, one at a time, each of which must be found."""
    chance = random.Random(seed)
    changes = {folder: [] for folder in folders}
    for number in range(count):
        changes[folders[number % len(folders)]].append((chance.random(), chance.randint(1, 255)))
    with ThreadPoolExecutor(max_workers=2) as pool:
        missed = pool.map(lambda one: flip_in_folder(earshot, *one), changes.items())
        missed = [fault for faults in missed for fault in faults]
    assert not missed, f"{len(missed)} changes were not found: {missed[:5]}"


def flip_in_folder(earshot, folder, changes):
    """Changes as many bytes of every file, whatever its length, so that short ones are changed too."""
    paths = sorted(os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)
    assert verify(earshot, folder)
    missed = []
    for number, (where, mask) in enumerate(changes):
        path = paths[number % len(paths)]
        place = int(where * os.path.getsize(path))
        with open(path, "r+b", buffering=0) as file:
            file.seek(place)
            old = file.read(1)
            write_at(file, place, bytes([old[0] ^ mask]))
            if verify(earshot, folder):
                missed.append(f"{path}: byte {place}")
            write_at(file, place, old)
    assert verify(earshot, folder), "a byte was not restored"
    return missed


def write_at(file, place, byte):
    file.seek(place)
    file.write(byte)


def joined(paths):
    """The parts of a CSV as one file: without the header of all but the first."""
    parts = []
    for path in paths:
        with open(path, "rb") as file:
            parts.append(file.read())
    header = parts[0][: parts[0].index(b"\n") + 1]
    assert all(part.startswith(header) for part in parts)
    return b"".join([parts[0], *(part[len(header):] for part in parts[1:])])
