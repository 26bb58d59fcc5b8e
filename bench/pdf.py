"""Measures PDFs over HTTP, and pdfkit's of the same transcripts in the same fonts."""

import json
import os
import re
import shutil
import subprocess

from portal import HERE, ORGANISATION, pinned, timed
from turns import alternate, say

ROOT = HERE.parent
PDFKIT = ROOT / "target/tools/node_modules/pdfkit"
FONTS = ROOT / "backend/fonts"
FOOT = re.compile(r"^Call [0-9a-f-]+, page \d+ of \d+$", re.MULTILINE)
RUNS = 3


def measure(portal, folder, count):
    """Measures `count` PDFs of Earshot and pdfkit, each with one client or process."""
    texts, ours, theirs = (folder / name for name in ("txt", "ours", "theirs"))
    for place in (texts, ours, theirs):
        place.mkdir(parents=True)
    with portal.serving():
        ids = some_calls(portal, count)
        fetch(portal, ids, "txt", texts)
        say(f"measuring {count} PDFs")
        runs = alternate({
            "earshot": lambda: fetch(portal, ids, "pdf", ours),
            "pdfkit": lambda: pdfkit(texts, theirs),
        }, RUNS)
    for call in ids:
        must_equal(texts / f"{call}.txt", ours / f"{call}.pdf", head=ORGANISATION)
        # Readers may see no space between two styles on one of pdfkit's lines, and they treat a hyphen
        # at the end of a line as hyphenation.
        must_equal(texts / f"{call}.txt", theirs / f"{call}.pdf", beside="-")
    return {
        "count": count,
        "version": json.loads((PDFKIT / "package.json").read_text())["version"],
        "bytes": [sum(file.stat().st_size for file in place.iterdir()) for place in (ours, theirs)],
        "pages": pages(ours / f"{ids[0]}.pdf"),
        **runs,
    }


def some_calls(portal, count):
    """Returns the ids of the newest calls."""
    ids, cursor = [], None
    while len(ids) < count:
        page = portal.list_data(cursor)
        ids += [row["id"] for row in page["rows"]]
        cursor = page["next"]
        if not cursor and len(ids) < count:
            raise SystemExit(f"bench: there are only {len(ids)} calls")
    return ids[:count]


def fetch(portal, ids, form, place):
    """Downloads files sequentially over one connection; returns the seconds of the client process."""
    lines = [f'url = "{portal.url}/api/calls/{call}/transcript?format={form}"\noutput = "{place}/{call}.{form}"'
             for call in ids]
    config = "\n".join([f'cookie = "{portal.jar}"', "silent", "show-error", "fail", *lines]) + "\n"
    return timed(pinned(1, ["curl", "--config", "-"]), input=config.encode())[0]


def pdfkit(texts, place):
    """Writes the same files with pdfkit; returns its seconds, without the start of Node."""
    words = ["node", HERE / "pdfkit.cjs", texts, place, FONTS]
    return float(timed(pinned(1, words), env=os.environ | {"NODE_PATH": str(PDFKIT.parent)})[1])


def must_equal(text, pdf, head="", beside=None):
    """Fails unless the PDF contains `head` and the text of the text file, except for spaces and
    characters beside them."""
    said = subprocess.run(["pdftotext", pdf, "-"], check=True, stdout=subprocess.PIPE).stdout.decode()
    between = "" if beside else " "

    def words(text):
        return between.join(text.replace(beside, " ").split() if beside else text.split())

    if words(FOOT.sub("", said.replace("\f", "\n"))) != words(f"{head}\n{text.read_text()}"):
        raise SystemExit(f"bench: the text of {pdf} differs from {text}")


def pages(pdf):
    """Returns the number of pages of a PDF."""
    return int(subprocess.run(["qpdf", "--show-npages", pdf], check=True, stdout=subprocess.PIPE).stdout)


def check():
    """Fails early if a required program is missing."""
    for program in ("node", "qpdf", "pdftotext"):
        if not shutil.which(program):
            raise SystemExit(f"bench: {program} is missing: run scripts/setup.sh bench")
    if not PDFKIT.exists():
        raise SystemExit("bench: pdfkit is missing: run scripts/setup.sh bench")
