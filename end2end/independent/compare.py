"""Compares an exported CSV with the file from which its calls were imported.

    compare.py FORMAT CSV ZONE SOURCE...     FORMAT is pbx, talkifai or own

No code of the product is used: Python's csv, json and gzip read the files, and calls are defined by
docs/import-formats.md. Prints one line of JSON; the exit code is 1 when anything differs.
"""

import csv
import io
import json
import re
import sys
from collections import Counter, defaultdict

import sources

COLUMNS = [
    "call_id", "project_id", "call_started_at", "call_status", "channel",
    "caller", "agent", "duration_seconds", "summary", "transcript",
]
MARK = re.compile(r"\[[A-Z][A-Z_]*\]")
BREAKS = re.compile("[\r\n\v\f\x85\u2028\u2029]")
FORMULA = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
# Maximum length of a redacted part.
LONGEST = 160


def one_line(text):
    parts = [part.strip() for part in BREAKS.split(text)]
    return " ".join(part for part in parts if part) if len(parts) > 1 else text


def is_formula(cell):
    visible = cell.lstrip(" \u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
    return visible[:1] != "" and visible[0] in FORMULA


def unguarded(cell):
    return cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell


def same_text(cell, source):
    """Whether the texts are equal except for marks, each of which replaces some text."""
    if cell in (source, "'" + source):
        return True
    plain = unguarded(cell)
    if plain == source:
        return True
    literals = MARK.split(plain)
    if len(literals) == 1:
        return False
    gap = ".{1,%d}?" % LONGEST
    return re.fullmatch(gap.join(map(re.escape, literals)), source, re.S) is not None


def differences(row, call):
    """Lists the columns of a row that differ from the call."""
    found = []
    exact = {
        "call_status": call["status"], "channel": call["channel"], "caller": call["caller"],
        "agent": call["agent"], "duration_seconds": str(call["seconds"]),
    }
    for column, expected in exact.items():
        if unguarded(row[column]) != expected:
            found.append(column)
    if sources.instant(row["call_started_at"]) != call["start"]:
        found.append("call_started_at")
    for column in ("summary", "transcript"):
        if not same_text(row[column], one_line(call[column])):
            found.append(column)
    return found


def read_csv(path, zone):
    """Reads the rows of a file, which must be RFC 4180 with CRLF, without formulas, in the tenant's zone."""
    raw = open(path, "rb").read()
    text = raw.decode("utf-8")
    problems = []
    if text.count("\n") != text.count("\r\n") or not text.endswith("\r\n"):
        problems.append("lines do not all end with CRLF")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if text.count("\n") != len(rows):
        problems.append("a record is not a line")
    if rows[0] != COLUMNS:
        problems.append(f"columns are {rows[0]}")
    records = []
    for cells in rows[1:]:
        if len(cells) != len(COLUMNS):
            problems.append(f"a record has {len(cells)} cells")
            continue
        row = dict(zip(COLUMNS, cells))
        if any(is_formula(cell) for name, cell in row.items() if name != "duration_seconds"):
            problems.append(f"a cell of {row['call_id']} is a formula")
        if not sources.is_local(row["call_started_at"], zone):
            problems.append(f"{row['call_started_at']} is not in {zone}")
        records.append(row)
    return records, problems


def match(rows, calls):
    """Pairs rows and calls by start, caller and duration, then by all columns."""
    waiting = defaultdict(list)
    for call in calls:
        waiting[call["start"], call["caller"], call["seconds"]].append(call)
    problems = []
    for row in rows:
        key = sources.instant(row["call_started_at"]), unguarded(row["caller"]), int(row["duration_seconds"])
        group = waiting.get(key, [])
        if not group:
            problems.append(f"{row['call_id']}: no call of the source began then")
            continue
        ranked = sorted(group, key=lambda call: len(differences(row, call)))
        found = differences(row, ranked[0])
        group.remove(ranked[0])
        if found:
            problems.append(f"{row['call_id']} = {ranked[0]['id']}: {', '.join(found)} differ")
    missing = sum(len(group) for group in waiting.values())
    if missing:
        problems.append(f"{missing} calls of the source are not in the file")
    return problems


def main():
    form, path, zone, *files = sys.argv[1:]
    calls = [call for file in files for call in sources.READERS[form](file)]
    rows, problems = read_csv(path, zone)
    if len({row["call_id"] for row in rows}) != len(rows):
        problems.append("a call_id is there twice")
    problems += match(rows, calls)
    marks = Counter(mark for row in rows for mark in MARK.findall(row["summary"] + row["transcript"]))
    report = {"rows": len(rows), "calls": len(calls), "marks": marks, "problems": problems[:20]}
    print(json.dumps(report))
    sys.exit(1 if problems or len(rows) != len(calls) else 0)


if __name__ == "__main__":
    main()
