"""The package of an export, and what programs say that verify it."""

import json
import os
import subprocess
import sys

TOOLS = os.path.dirname(sys.executable)
SHA256SUM = ["sha256sum", "--check", "--strict", "SHA256SUMS"]


def strangers(folder):
    """What programs that know nothing of the portal say about a package."""
    commands = [
        SHA256SUM,
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


def files(folder):
    """The paths in a package of all of its files."""
    return sorted(os.path.relpath(os.path.join(place, name), folder)
                  for place, _, names in os.walk(folder) for name in names)


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


def joined(paths):
    """The parts of a CSV as one file: without the header of all but the first."""
    parts = []
    for path in paths:
        with open(path, "rb") as file:
            parts.append(file.read())
    header = parts[0][: parts[0].index(b"\n") + 1]
    assert all(part.startswith(header) for part in parts)
    return b"".join([parts[0], *(part[len(header):] for part in parts[1:])])
