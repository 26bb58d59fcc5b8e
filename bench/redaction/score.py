"""Scores of redaction on the labelled dialogues: what leaks, and what is marked that is nothing."""

import json
import re
import subprocess
from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "backend/tests/redaction/dialogues"
MARK = re.compile(r"\{([A-Z_]+)(\+?)\|([^}]*)\}")
# Shares of the letters and digits of a value that must be hidden; a town may stand behind a hidden street.
HIDDEN = defaultdict(lambda: 0.9, ADDRESS=0.75)


def read(half):
    """The dialogues of a half: style, turns in clear, values as (label, [(turn, start, end)])."""
    for file in sorted((FOLDER / half).glob("*.txt")):
        style = file.stem.split("-")[1]
        for block in file.read_text(encoding="utf-8").split("\n\n"):
            lines = [line for line in block.strip().split("\n") if not line.startswith("#")]
            yield (style, *parsed(line[3:] for line in lines))


def parsed(lines):
    turns, values, open_value = [], [], None
    for place, line in enumerate(lines):
        text, done = "", 0
        for mark in MARK.finditer(line):
            text += line[done:mark.start()]
            piece = (place, len(text), len(text) + len(mark[3]))
            if mark[2] and open_value and open_value[0] == mark[1]:
                open_value[1].append(piece)
            else:
                values.append((mark[1], [piece]))
                open_value = values[-1] if mark[2] else None
            text += mark[3]
            done = mark.end()
        turns.append(text + line[done:])
    return turns, values


def redacted(command, dialogues):
    """The spans of each dialogue, as a program answers line by line."""
    asked = "".join(json.dumps({"turns": turns}) + "\n" for _, turns, _ in dialogues)
    answer = subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout
    return [[[(span["start"], span["end"], span["label"]) for span in turn] for turn in json.loads(line)["spans"]]
            for line in answer.splitlines()]


def hidden(turns, spans, pieces):
    """The share of a value's letters and digits that spans cover."""
    every = covered = 0
    for place, start, end in pieces:
        for at in range(start, end):
            if turns[place][at].isalnum():
                every += 1
                covered += any(one[0] <= at < one[1] for one in spans[place])
    return covered / every if every else 1.0


def score(dialogues, answers):
    """Counts by (label, style): values, leaks; by style: false spans, words; and a list of both kinds of errors."""
    table, false, words, errors, right = defaultdict(lambda: [0, 0]), defaultdict(int), defaultdict(int), [], defaultdict(lambda: [0, 0])
    for (style, turns, values), spans in zip(dialogues, answers, strict=True):
        words[style] += sum(len(turn.split()) for turn in turns)
        gold = [[] for _ in turns]
        for label, pieces in values:
            of_style = "split" if len(pieces) > 1 else style if style != "split" else None
            for place, start, end in pieces:
                gold[place].append((start, end, label))
            if of_style is None:
                of_style = "spoken" if turns[0][0].islower() else "written"
            cell = table[label, of_style]
            cell[0] += 1
            if hidden(turns, spans, pieces) < HIDDEN[label]:
                cell[1] += 1
                errors.append(("LEAK", label, of_style, context(turns, pieces[0][0], pieces[-1][0]),
                               [turns[p][s:e] for p, s, e in pieces],
                               [turns[p][s:e] for p in range(pieces[0][0], pieces[-1][0] + 1) for s, e, _ in spans[p]]))
        for place, found in enumerate(spans):
            for start, end, label in found:
                met = [one for one in gold[place] if one[0] < end and start < one[1]]
                right[label][0] += 1
                if met:
                    right[label][1] += any(one[2] == label for one in met)
                else:
                    false[style] += 1
                    errors.append(("FALSE", label, style, context(turns, place, place), turns[place][start:end], ""))
    return table, false, words, errors, right


def context(turns, first, last):
    return " / ".join(turns[max(0, first - 1):last + 1])
