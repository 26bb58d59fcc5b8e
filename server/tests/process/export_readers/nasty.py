"""A source file with texts that formats and readers get wrong."""

import json

TEXTS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"https://example.com\",\"click\")", "\t=1+1", "\r=1+1",
    "\n=1+1", "  =1+1", "\u200b=1+1", "\u00a0-2", "\uff1d1+1", "=cmd|' /C calc'!A0", "'=1+1", "''",
    "007", "1e5", "1E400", "1/2", "TRUE", "NULL", "NaN", "null", "#N/A", "#REF!", "0x10", "12:30",
    "2026-06-09", "\"quoted\"", "\"", "\"\"", "a,b;c\tt", "one\r\ntwo\n\nthree\rfour", "a\vb\fc\u0085d",
    "a\u2028b\u2029c", " blanks around ", "\u00a0", "back\\slash \\n \\u0000 \\x00 \\0", "nul \0 here",
    "\u0001\u0007\u001b[31mred\u001b[0m", "_x0041_ _x000D_ _X0041_ _x00", "&amp; <b>bold</b> ]]> <!-- -->",
    "{\"json\": [1, null]}", "[PHONE] was said", "%s %d {} ${x} {{x}}", "C:\\path\\*.txt",
    "\ufeffmark at the beginning", "zero\u200bwidth\u200djoiner", "\ufffd replacement", "\ufffe\uffff",
    "e\u0301 decomposed and \u00e9 composed", "\ufb01ligature", "Zażółć gęślą jaźń", "Ελληνικά, Русский",
    "שלום, יש 2 שולחנות?", "مرحبا، الطاولة رقم 7", "left שלום right", "\u202eoverride\u202c",
    "漢字かな交じり文", "한국어", "ไทย", "😀", "👩🏽\u200d⚕️ 🇬🇧 👨\u200d👩\u200d👧", "𝒳 𐍈 𠮷", "a" * 300, "…", "—", "\u00ad",
    "trailing\n", "\n", "\\", "/", "--", "; ", "a; b",
]
CHANNELS = ["voice", "web", "chat", "sms", "unknown"]
DIRECTIONS = ["inbound", "outbound", "internal", "unknown"]
STATUSES = ["completed", "missed", "failed", "unknown"]
# Longer than a cell of a workbook, also when it is counted in other units.
LONG = ["long " * 8_000, "ab😀" * 9_000, "x" * 32_767, "y" * 32_768, "😀" * 16_384]


def records():
    texts = [*TEXTS, *LONG]
    found = [record(number, text) for number, text in enumerate(texts)]
    bare = {"source_id": "bare", "started_at": "2026-01-02T03:04:05Z", "status": "unknown"}
    found.append({**bare, "total_seconds": 0})
    found.append({**bare, "source_id": "nulls", "total_seconds": 1, **dict.fromkeys(
        ["ended_at", "end_reason", "caller", "callee", "agent", "summary", "customer", "analysis",
         "audience", "priority", "csat", "tags", "skills", "notes", "citations", "review_events",
         "function_calls", "transcript", "outcome", "sentiment", "recording", "ring_seconds"])})
    for state in ["missing", "live", "hidden", "retention_expired", "redaction_failed"]:
        found.append({**bare, "source_id": state, "total_seconds": 2, "transcript": {"state": state}})
    # In the hour that comes twice in London, and in the one that does not come.
    for number, at in enumerate(["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-03-29T01:00:00Z",
                                 "1999-12-31T23:59:59.999Z", "2026-06-09T23:59:59.5+05:45"]):
        found.append({**bare, "source_id": f"time-{number}", "started_at": at, "total_seconds": 3})
    return found


def record(number, text):
    """A call that has the text in every place of a free text."""
    second, shown = number % 60, text if text.strip() else "x" + text
    return {
        "source_id": f"nasty-{number}",
        "started_at": f"2026-06-{1 + number // 60:02}T10:{number % 60:02}:{second:02}.{number % 1000:03}Z",
        "ended_at": f"2026-06-{1 + number // 60:02}T12:{number % 60:02}:{second:02}Z",
        "total_seconds": 7_200 + number,
        "ring_seconds": number % 9, "talk_seconds": 7_000, "hold_seconds": 0,
        "channel": CHANNELS[number % 5], "direction": DIRECTIONS[number % 4],
        "status": STATUSES[number % 4], "source_status": shown[:200].strip() or "x",
        "caller": f"+120255501{number % 100:02}", "callee": "+12025550100",
        "agent": None if number % 7 == 0 else shown[:200].strip(),
        "end_reason": text[:1_000],
        "outcome": "Fully resolved" if number % 2 else None,
        "sentiment": ["positive", "neutral", "negative", None][number % 4],
        "priority": ["urgent", "high", "normal", "low", None][number % 5],
        "csat": {"rating": 1 + number % 5, "comment": text} if number % 3 else None,
        "customer": {"id": f"c-{number}", "name": shown[:100], "email": f"caller{number}@example.com",
                     "phone": f"+120255501{number % 100:02}", "company": shown[:255],
                     "identity_verified": [True, False, None][number % 3]},
        "summary": text,
        "tags": [text[:100], "billing"] if number % 2 else [],
        "skills": ["booking"] if number % 2 else [],
        "notes": [text[:2_000]], "citations": [{"title": text[:100]}, {"title": "Menu", "url": "/menu"}],
        "function_calls": [{"function": "find", "parameters": {"text": text[:500], "n": number / 8},
                            "result": [text[:100], None, True], "timestamp": "2026-06-09T08:00:40Z"},
                           {"function": "end_call"}],
        "analysis": {"politeness": 9, "share": 0.1, "text": text, "inner": {"list": [text[:10], 1, None]}},
        "review_events": [{"event": "claim", "author": "Jonas", "at": "2026-06-09T10:00:00+01:00",
                           "reason": text[:100]}],
        "consent": ["granted", "denied", "granted", "missing"][number % 4],
        "playback_compliance": "permitted",
        "recording": {"file_name": f"nasty-{number}.wav"} if number < 12 else None,
        "transcript": {"turns": [
            {"speaker": "agent", "text": text, "at": f"2026-06-{1 + number // 60:02}T11:00:00.25Z"},
            {"speaker": "caller", "text": f"Again: {text[:16_000]}"},
            {"speaker": "system", "text": text},
        ]},
    }


def bulk(count):
    """Short calls, of which some begin at the same time."""
    for number in range(count):
        text = TEXTS[number % len(TEXTS)]
        yield {"source_id": f"bulk-{number}", "status": "completed", "channel": "voice",
               "started_at": f"2026-05-{1 + number % 28:02}T10:{number // 60 % 60:02}:00Z",
               "total_seconds": number, "summary": text,
               "consent": ["granted", "denied", "granted", "missing"][number % 4],
        "playback_compliance": "permitted",
        "recording": {"file_name": f"nasty-{number}.wav"} if number < 12 else None,
        "transcript": {"turns": [{"speaker": "caller", "text": f"Call {number}: {text}"}]}}


def write(path, found):
    with open(path, "w", encoding="utf-8") as file:
        for one in found:
            # Written as it is, but for what the lines of a file cannot have.
            file.write(json.dumps(one, ensure_ascii=one["source_id"].endswith("3")) + "\n")
