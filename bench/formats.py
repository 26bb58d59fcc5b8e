"""Programs that write the rows of an export in its format, and the dates that divide the workload."""

import csv
import subprocess
import time
from datetime import datetime, timedelta, timezone

from portal import HERE, pinned, timed
from workload import BEGIN, SLOT_SECONDS

PYTHON = HERE.parent / "target/tools/python/bin/python"

csv.field_size_limit(1 << 30)


def tenths(calls):
    """Yields first and last day of ten periods that together hold all calls of the workload."""
    days = calls * SLOT_SECONDS // 86400 + 2
    for n in range(10):
        first, last = (BEGIN.date() + timedelta(days * k // 10) for k in (n, n + 1))
        yield first, last - timedelta(1)


def calls_of(first, last):
    """Returns the number of calls of the workload in a period."""
    begin = datetime.combine(first, datetime.min.time(), timezone.utc)
    end = datetime.combine(last + timedelta(1), datetime.min.time(), timezone.utc)
    slot = timedelta(seconds=SLOT_SECONDS)
    return (end - BEGIN) // slot - max(0, (begin - BEGIN) // slot)


def records(file):
    """Returns the number of records of a CSV file."""
    with open(file, newline="", encoding="utf-8") as lines:
        return sum(1 for _ in csv.reader(lines)) - 1


def join(paths, file):
    """Writes the parts of a CSV export to one file, with one header."""
    with open(file, "wb") as out:
        for n, path in enumerate(paths):
            with open(path, "rb") as part:
                header = part.readline()
                out.write(b"" if n else header)
                for piece in iter(lambda: part.read(1 << 20), b""):
                    out.write(piece)


def written(program, source, file):
    """Runs a program of `writers.py` on one core; returns the seconds that it says it wrote for."""
    command = pinned(1, [PYTHON, HERE / "writers.py", program, source, file])
    return float(timed(command)[1])


def zip_writes(folder, file):
    """Writes an archive of the files in a folder with `zip -0`; returns the seconds."""
    file.unlink(missing_ok=True)
    begin = time.perf_counter()
    subprocess.run(pinned(1, ["zip", "-0", "-q", "-r", file, "."]), cwd=folder, check=True)
    return time.perf_counter() - begin
