"""Transcripts as independent readers see them: PDF by pikepdf, qpdf and pdftotext, and plain text."""

import json
import re
import subprocess
import unicodedata

import pikepdf

from expected import SPEAKERS, customer, masked, one_line, rfc3339
from matching import Differences, equal_texts, short

STATUSES = {"completed": "Completed", "missed": "Missed", "failed": "Failed", "unknown": "Unknown"}
CHANNELS = {"voice": "Voice", "web": "Web call", "chat": "Chat", "sms": "SMS", "unknown": "Unknown"}


def lines(call, project, contents, zone):
    """Lines that a call's document must have, in order; the first is that of its id."""
    buyer = customer(call)
    facts = [
        ("Project", project),
        ("Started", rfc3339(call["started_at"], zone)),
        ("Status", STATUSES[call["status"]]),
        ("Channel", CHANNELS[call["channel"]]),
        ("Direction", call["direction"].capitalize()),
        ("Caller number", masked(call["caller"]) or "No number"),
        ("Duration", duration(call["duration_seconds"])),
        ("Messages", str(len(call["turns"])) if call["turns"] else None),
        ("Ended", None if call["ended_at"] is None else rfc3339(call["ended_at"], zone)),
        ("Answered by", call["agent"]),
        ("Outcome", call["outcome"]),
        ("Summary", call["summary"]),
    ]
    if "customer" in contents:
        facts += [("Customer", buyer.get("name")), ("Customer e-mail", buyer.get("email")),
                  ("Customer phone", buyer.get("phone")),
                  ("Customer organisation", buyer.get("company"))]
    if "tags" in contents:
        facts += [("Tags", "; ".join(call["tags"])), ("Audience", call["audience"])]
    if "skills" in contents:
        facts.append(("Skills", "; ".join(call["skills"])))
    if "messages" in contents:
        facts += [(SPEAKERS[who], text) for who, _, text in call["turns"]]
    return [f"{label}: {one_line(text)}" for label, text in [*facts, *sections(call, contents)] if text]


def duration(seconds):
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def sections(call, contents):
    """Lines under headings, after the turns."""
    found = []
    if "function_calls" in contents:
        for one in call["function_calls"]:
            result = one.get("result")
            found.append((one["function"], compact(one.get("parameters"))
                          + ("" if result is None else f" → {compact(result)}")))
    if "analysis" in contents and isinstance(call["analysis"], dict):
        found += [(name, value if isinstance(value, str) else compact(value))
                  for name, value in sorted(call["analysis"].items())]
    if "citations" in contents:
        found += [("Source", one["title"] + (f", {one['url']}" if one.get("url") else ""))
                  for one in call["citations"]]
    if "notes" in contents:
        found += [("Note", note) for note in call["notes"]]
    if "audit_log" in contents:
        for event in call["review_events"]:
            reason = f": {event['reason']}" if event.get("reason") else ""
            found.append((event["at"], f"{event['event']} by {event['author']}{reason}"))
    return found


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def check_text(text, wanted):
    """Compares the lines of a plain text; returns how many were found."""
    found = text.split("\n")
    at = 0
    for line in wanted:
        end = next((place for place in range(at, len(found)) if equal_texts(line, found[place])), None)
        if end is None:
            raise Differences(f"txt: no line {short(line)} after {short(found[at - 1])}")
        at = end + 1
    return len(wanted)


def check_pdf(path, wanted):
    """Compares a document of many calls, or of one without bookmarks; `wanted` are the lines of each
    call in order, with the group of those that may be in any order."""
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    with pikepdf.open(path) as file:
        assert not (faults := file.check_pdf_syntax()), faults
        marks = list(file.open_outline().root)
        firsts = [pikepdf.Page(target(mark)).index for mark in marks] or [0]
        pages = len(file.pages)
    texts = text_of(path).split("\f")
    assert texts.pop() == "" and len(texts) == pages, f"{len(texts)} pages of {pages}"
    assert firsts == sorted(firsts) and len(firsts) == len(wanted), f"bookmarks: {len(marks)}"
    if marks:
        contents = squeezed("".join(map(without_foot, texts[:firsts[0]])))
        absent = [mark.title for mark in marks if
                  squeezed(mark.title) not in contents and not is_turned(mark.title)]
        if absent:
            raise Differences(f"pdf: {short(absent)} in the list of contents {short(contents)}")
    found = [squeezed("".join(map(without_foot, texts[first:end])))
             for first, end in zip(firsts, [*firsts[1:], pages])]
    checked = 0
    groups = {}
    for group, lines in wanted:
        groups.setdefault(group, []).append(lines)
    for text, (group, _) in zip(found, wanted):
        missing = [missing_line(text, lines) for lines in groups[group]]
        if None not in missing:
            raise Differences(f"pdf: no line {short(missing[0])} in {short(text)}")
        checked += len(groups[group].pop(missing.index(None)))
    return checked


def missing_line(text, lines):
    """The first line that a page does not have after those before it."""
    at = 0
    for line in lines:
        if is_turned(line):
            continue
        end = end_of(text, at, squeezed(line))
        if end is None:
            return line
        at = end
    return None


def end_of(text, at, line):
    """Where a line ends in a text, if it is there, with or without personal details."""
    place = text.find(line, at)
    if place >= 0:
        return place + len(line)
    label = line[: line.index(":") + 1]
    place = text.find(label, at)
    mixed = any(unicodedata.bidirectional(c) in ("R", "AL") for c in line)
    while place >= 0:
        # Readers put signs between letters of both directions on either side of them.
        if mixed and sorted(text[place: place + len(line)]) == sorted(line):
            return place + len(line)
        for end in range(place + len(label), min(place + len(line) + 40, len(text)) + 1):
            if text[end - 1] == "]" or text[end - 1] == line[-1]:
                if equal_texts(line, text[place:end]):
                    return end
        place = text.find(label, place + 1)
    return None


def target(mark):
    return (mark.destination if mark.destination is not None else mark.action.D)[0]


def text_of(path):
    read = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", path, "-"], check=True,
                          capture_output=True)
    return read.stdout.decode()


def without_foot(page):
    return re.sub(r"(?:Call [0-9a-f-]{36}|[^\n]*), page \d+ of \d+\s*$", "", page)


def squeezed(text):
    """Text without blanks and marks that do not show, which a page does not have. Characters without a
    glyph are printed by their number, whose brackets turn between letters from right to left."""
    hidden = lambda c: c.isspace() or unicodedata.category(c) in ("Cf", "Cc") or "\ufe00" <= c <= "\ufe0f"
    visible = lambda text: "".join(c for c in unicodedata.normalize("NFKC", text) if not hidden(c))
    char = lambda found: chr(int(found[1], 16))
    text = re.sub(r"\[U\+([0-9A-F]{4,6})\]", char, visible(text))
    return visible(re.sub(r"[][]*U\+([0-9A-F]{4,6})[][]*", char, text))


def is_turned(text):
    """Whether the text itself asks for letters in the other direction, which readers undo or not."""
    return "\u202e" in text
