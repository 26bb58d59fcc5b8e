"""Prints what redaction finds and how fast, beside other programs: measure.py EARSHOT PYTHON [PEER…]"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from score import read, score

STYLES = ("written", "spoken", "split")
# The size of workload W, in bytes of text.
WORKLOAD = 3_000_000
# Slow peers read this part of it.
PART = {"presidio": 0.02, "presidio-rs": 0.05, "scrubadub": 0.1}
RUNS = 3
# Texts of ten megabytes that make detectors begin again and again.
HOSTILE_BYTES = 10_000_000
HOSTILE = ("1 ", "one ", "a at b dot ", "12 a b c d ", "phone 1234567 ", "account ", "ssn 12345678 ", "born 1/1/1 ", "a b 1 ",
           "one a street ", "[PHONE] 415 ", "http://a.b/")


def asked(dialogues):
    return "".join(json.dumps({"turns": turns}) + "\n" for _, turns, _ in dialogues)


def one_core(command, text):
    """What a program answers, the seconds it ran, and what it wrote to standard error."""
    core = min(os.sched_getaffinity(0))
    begun = time.perf_counter()
    done = subprocess.run(["taskset", "-c", str(core), *command], input=text, capture_output=True, text=True, check=True)
    return done.stdout, time.perf_counter() - begun, done.stderr


def spans(text):
    return [[[(one["start"], one["end"], one["label"]) for one in turn] for turn in json.loads(line)["spans"]]
            for line in text.splitlines()]


def workload(share=1.0):
    """Calls of both halves, again and again."""
    every = [dialogue for half in ("tuning", "held-out") for dialogue in read(half)]
    chosen, size = [], 0
    while size < WORKLOAD * share:
        for dialogue in every:
            chosen.append(dialogue)
            size += sum(len(turn.encode()) for turn in dialogue[1])
            if size >= WORKLOAD * share:
                break
    return asked(chosen), size


def speed(name, command):
    """Megabytes of text a second: of peers within their library, of Earshot with JSON and pipes."""
    text, size = workload(PART.get(name, 1.0))
    best = None
    for _ in range(RUNS if name not in PART else 1):
        _, seconds, said = one_core(command, text)
        seconds = float(said.split()[-1]) if command[-1] == name else seconds
        best = min(best or seconds, seconds)
    return size / best / 1e6


def growth(command):
    """How many times longer twice the text takes, at worst over texts made to be slow, and for which."""
    worst = (0, "")
    for unit in HOSTILE:
        seconds = []
        for size in (HOSTILE_BYTES // 2, HOSTILE_BYTES):
            text = json.dumps({"turns": [unit * (size // len(unit))]}) + "\n"
            seconds.append(min(one_core(command, text)[1] for _ in range(2)))
        worst = max(worst, (seconds[1] / seconds[0], unit))
    return worst


def percent(hidden, every):
    return f"{100 * hidden / every:.1f}" if every else "–"


def table(results):
    labels = sorted({label for result in results.values() for label, _ in result[0]})
    lines = ["| kind | style | values | " + " | ".join(results) + " |", "|---|---|--:|" + "--:|" * len(results)]
    for label in labels:
        for style in STYLES:
            every = next(iter(results.values()))[0].get((label, style), [0, 0])[0]
            if every:
                cells = [percent(every - result[0][label, style][1], every) for result in results.values()]
                lines.append(f"| {label} | {style} | {every} | " + " | ".join(cells) + " |")
    false = [f"{10_000 * sum(result[1].values()) / sum(result[2].values()):.1f}" for result in results.values()]
    right = [percent(sum(one[1] for one in result[4].values()), sum(one[0] for one in result[4].values()))
             for result in results.values()]
    speeds = [f"{result[5]:.2f}" for result in results.values()]
    lines.append("| false spans in 10,000 words | | | " + " | ".join(false) + " |")
    lines.append("| spans of the right kind, % | | | " + " | ".join(right) + " |")
    lines.append("| MB/s on one core, workload W | | | " + " | ".join(speeds) + " |")
    return "\n".join(lines)


def main():
    earshot, python, *peers = sys.argv[1:]
    here = Path(__file__).parent
    dialogues = list(read("held-out"))
    commands = {"Earshot": [earshot, "redact", "--stdin"], "Earshot, no names": [earshot, "redact", "--stdin", "--names", "off"]}
    commands |= {peer: [python, str(here / "peer.py"), peer] for peer in peers or ("datafog-core", "presidio-rs", "presidio", "scrubadub")}
    results = {}
    for name, command in commands.items():
        answers = spans(one_core(command, asked(dialogues))[0])
        results[name] = (*score(dialogues, answers), speed(name, command))
    print("Share of values hidden, in per cent, in the half of the dialogues that nothing was tuned on.\n")
    print(table(results))
    ratio, unit = growth(commands["Earshot"])
    print(f"\nTwice the text, of ten megabytes made to be slow, takes at most {ratio:.2f} times as long ({unit!r}).")


if __name__ == "__main__":
    main()
