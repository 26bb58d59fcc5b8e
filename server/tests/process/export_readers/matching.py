"""Comparison of what a reader found with what the source file has."""

import json
import re

from expected import with_id

PLACEHOLDER = re.compile(r"(\[(?:PHONE|EMAIL|CARD|DATE_OF_BIRTH|ADDRESS|NATIONAL_ID|PERSON)\])")
# What a placeholder may stand for: no more than a few words, with a digit, a number word or an @.
PERSONAL = r"(?=[^\n]*?(?:[\d@]|one|two|three|four|five|six|seven|eight|nine|zero|oh))[^\n]{3,120}?"
# A name: at most six words of letters, or the letters of one that is spelled.
NAME = r"[^\W\d_][^\W\d_'’.]*(?:[ ,.'’-]{1,3}[^\W\d_]+){0,5}|[^\W\d_](?:[ ,.-]{1,3}[^\W\d_]){2,20}"
# Differences that are printed of one file.
SHOWN = 10


class Differences(Exception):
    """Values that a reader found and the source does not have, or the other way round."""


def compare(reader, expected, found):
    """Compares rows in order. Those of calls that began at the same time may be in any order of the
    calls: `expected` are pairs of a group and a row. Returns the number of values."""
    faults = []
    if len(expected) != len(found):
        faults.append(f"{len(found)} rows instead of {len(expected)}")
    at = values = 0
    while at < len(expected) and len(faults) < SHOWN:
        end = at
        while end < len(expected) and expected[end][0] == expected[at][0]:
            end += 1
        left = [row for _, row in expected[at:end]]
        for number, row in enumerate(map(with_id, found[at:end]), at + 1):
            differing = [difference(one, row) for one in left]
            if None in differing:
                left.pop(differing.index(None))
                values += count(row)
            elif differing:
                faults.append(f"row {number}: {min(differing, key=len)}")
        at = end
    if faults:
        raise Differences(f"{reader}: " + "\n    ".join(faults))
    return values


def difference(expected, found):
    """Describes the first difference; `None` if there is none."""
    if isinstance(expected, dict) and isinstance(found, dict):
        if set(expected) != set(found):
            return f"names {sorted(set(expected) ^ set(found))}"
        parts = ((name, expected[name], found[name]) for name in expected)
    elif isinstance(expected, (list, tuple)) and isinstance(found, (list, tuple)):
        if len(expected) != len(found):
            return f"{len(found)} elements instead of {len(expected)}"
        parts = zip(range(len(expected)), expected, found)
    else:
        return None if equal(expected, found) else f"{short(found)} instead of {short(expected)}"
    inner = ((name, difference(one, other)) for name, one, other in parts)
    return next((f"{name}: {text}" for name, text in inner if text is not None), None)


def equal(expected, found):
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return expected == found
    if isinstance(expected, (int, float)) and isinstance(found, str):
        # A number that was taken for a telephone number.
        return equal_texts(str(expected), found) if PLACEHOLDER.search(found) else False
    if isinstance(expected, str) and isinstance(found, str):
        return equal_texts(expected, found)
    return expected is None and found is None


def equal_texts(expected, found):
    """Whether a text is the source's, but for personal details that were redacted."""
    if expected == found:
        return True
    parts = PLACEHOLDER.split(found)
    if len(parts) == 1:
        return False
    pattern = "".join(map(pattern_of, parts))
    return re.fullmatch(pattern, expected, re.DOTALL) is not None


def pattern_of(part):
    if part == "[PERSON]":
        return f"(?:{NAME})"
    return PERSONAL if PLACEHOLDER.fullmatch(part) else re.escape(part)


def without_nulls(value):
    """A value of the source's own structure, where null is the same as nothing."""
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items() if part is not None}
    return [without_nulls(part) for part in value] if isinstance(value, list) else value


def count(value):
    if isinstance(value, dict):
        return sum(map(count, value.values()))
    return sum(map(count, value)) if isinstance(value, list) else 1


def short(value):
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) < 300 else f"{text[:140]} … {text[-140:]} ({len(text)} characters)"
