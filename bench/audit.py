"""Measures the audit log: an append beside a plain insert of the same row, and verification."""

import json
import subprocess
from pathlib import Path

from turns import say


def measured():
    """Runs the measuring test, which is compiled with optimisation, and returns its figures."""
    say("compiling and measuring the audit log")
    command = ["cargo", "test", "--release", "--package", "earshot-contract", "--test", "contract",
               "--features", "measure", "--", "--nocapture", "--exact", "audit_speed::sqlite_append_and_verify"]
    run = subprocess.run(command, cwd=Path(__file__).parent.parent, check=True, capture_output=True, text=True)
    line = next(line for line in run.stdout.splitlines() if "measured {" in line)
    return json.loads(line[line.index("{"):])
