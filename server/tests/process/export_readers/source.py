"""Calls as the source files have them, read by the rules of docs/import-formats.md alone."""

import gzip
import json
import os
import re
from datetime import datetime
from zoneinfo import ZoneInfo


def mark_received(calls, folder):
    """Says of each call whether the recording that its source names was imported from a folder."""
    for call in calls:
        name = call.get("recording_name")
        call["has_recording"] = bool(name and folder and os.path.exists(os.path.join(folder, name)))
        missing = "not_received" if name else "not_generated"
        call["recording_state"] = "available" if call["has_recording"] else missing


def load(path, kind, zone):
    """The calls of a file, in any order. Times are milliseconds since 1970 UTC."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    text = data.decode("utf-8-sig")
    if kind == "pbx":
        return pbx_calls(json.loads(text), ZoneInfo(zone))
    documents = [json.loads(line) for line in text.split("\n") if line.strip()]
    build = {"ndjson": own_call, "talkifai": talkifai_call}[kind]
    return [build(without_nul(document)) for document in documents]


def own_call(record):
    transcript = record.get("transcript") or {}
    turns = transcript.get("turns") or []
    started = instant(record["started_at"])
    ended = instant(record.get("ended_at"))
    total = record.get("total_seconds")
    return {
        "source": record.get("source") or "ndjson",
        "source_id": record.get("source_id"),
        "started_at": started,
        "ended_at": ended,
        "end_reason": filled(record.get("end_reason")),
        "status": record["status"],
        "source_status": filled(record.get("source_status")) or record["status"],
        "channel": record.get("channel") or "unknown",
        "direction": record.get("direction") or "unknown",
        "caller": filled(record.get("caller")),
        "callee": filled(record.get("callee")),
        "agent": filled(record.get("agent")),
        "duration_seconds": (ended - started) // 1000 if total is None else total,
        **{name: record.get(name) for name in ("ring_seconds", "talk_seconds", "hold_seconds")},
        "outcome": outcome(record.get("outcome")),
        "sentiment": record.get("sentiment"),
        "priority": record.get("priority"),
        "recording_name": (record.get("recording") or {}).get("file_name"),
        "recording": recording(record),
        "summary": filled(record.get("summary")),
        "transcript_state": transcript.get("state") or ("available" if turns else "missing"),
        "turns": [(turn["speaker"], instant(turn.get("at")), turn["text"]) for turn in turns],
        "csat": record.get("csat"),
        "customer": record.get("customer"),
        "audience": filled(record.get("audience")),
        "analysis": record.get("analysis"),
        **{name: record.get(name) or [] for name in
           ("tags", "skills", "citations", "notes", "function_calls", "review_events")},
    }


def recording(record):
    """The file of a recording that may be copied."""
    may = (record.get("consent"), record.get("playback_compliance")) == ("granted", "permitted")
    return record["recording"]["file_name"] if may and record.get("recording") else None


def talkifai_call(document):
    conversation = document["conversation"]
    transcript = conversation.get("transcript") or {}
    raw = transcript.get("raw") or []
    if isinstance(raw, str):
        # A JSON text of its own, with escapes of its own.
        raw = without_nul(json.loads(raw)) if raw.strip() else []
    speakers = {"agent": "agent", "assistant": "agent", "user": "caller", "caller": "caller",
                "customer": "caller", "system": "system"}
    turns = [(speakers[turn["speaker"].lower()], instant(turn.get("timestamp")), turn["text"])
             for turn in raw or []]
    analysis = (conversation.get("postCallAnalysis") or {}).get("analysisData")
    started = instant(conversation["startTime"])
    ended = instant(conversation.get("endTime"))
    duration = conversation.get("duration")
    if duration is None:
        duration = 0 if ended is None else (ended - started) // 1000
    word = lambda name: (text if isinstance(text := (analysis or {}).get(name), str) else None)
    felt = next(filter(None, map(word, ("sentiment", "caller_sentiment", "user_sentiment"))), "")
    felt = {"upset": "negative"}.get(felt.strip().lower(), felt.strip().lower())
    status = conversation.get("sessionStatus")
    statuses = {"completed": "completed", "failed": "failed", "abandoned": "missed"}
    channels = {"telephony": "voice", "webcall": "web", "chat": "chat"}
    direction = conversation.get("callDirection")
    return {
        **own_call({"started_at": conversation["startTime"], "status": status or "",
                    "total_seconds": int(duration + 0.5)}),
        "source": "talkifai",
        "source_id": filled(conversation.get("roomName")) or filled(conversation.get("sessionId"))
            or document["exportMetadata"]["conversationId"],
        "ended_at": ended,
        "status": statuses.get(status, "unknown"),
        "source_status": status or "",
        "channel": channels.get(conversation.get("sessionType"), "unknown"),
        "direction": direction if direction in ("inbound", "outbound") else "unknown",
        "caller": filled(conversation.get("callerPhone")),
        "callee": filled(conversation.get("calleePhone")),
        "agent": filled(conversation.get("agentName")),
        "outcome": outcome(word("call_outcome")),
        "sentiment": felt if felt in ("positive", "neutral", "negative") else None,
        "recording_name": filled((conversation.get("recording") or {}).get("fileName")),
        "summary": filled(word("call_summary")),
        "transcript_state": "available" if turns else "missing",
        "turns": turns,
        "customer": conversation.get("user"),
        "analysis": analysis,
        "function_calls": function_calls(
            transcript.get("parsed") or [], transcript.get("functionCalls") or []),
    }


def function_calls(parsed, listed):
    """Both lists; a call in both is there once, with its result."""
    calls = [dict(call) for call in parsed]
    same = lambda one, other: all(
        one.get(name) == other.get(name) for name in ("function", "parameters", "timestamp"))
    for call in listed:
        known = next((known for known in calls[:len(parsed)] if same(known, call)), None)
        if known is None:
            calls.append(call)
        elif known.get("result") is None:
            known["result"] = call.get("result")
    return calls


def pbx_calls(legs, zone):
    groups = {}
    for leg in legs:
        groups.setdefault(leg["uid"], {}).setdefault(leg["leg_id"], leg)
    return [pbx_call(list(group.values()), zone) for group in groups.values()]


def pbx_call(legs, zone):
    legs.sort(key=lambda leg: (local(leg["time"], zone), leg["leg"]))
    # The call is what the leg says that was answered last, or else the last leg.
    answered = [leg for leg in legs if leg["status"] == "ANSWERED"]
    first, last = legs[0], max(answered or legs[-1:], key=lambda leg: span(leg, zone, "ring")[1])
    begin = local(first["time"], zone)
    end = max(local(leg["time"], zone) + 1000 * leg["call_duration"] for leg in legs)
    rung = [span(leg, zone, "ring")[1] for leg in legs]
    extension = lambda number: re.fullmatch("[0-9]{1,6}", number) is not None
    agent = last["call_to"]
    if not extension(agent) and extension(last["call_from"]):
        agent = last["call_from"]

    def speaker(number):
        if number == first["call_from"] and first["call_type"] != "Outbound":
            return "caller"
        return "agent" if number == agent or extension(number) else "caller"

    said = [one for leg in legs for one in leg.get("ai_transcription") or []]
    turns = [(speaker(one["source_number"]), one.get("timestamp"), one["content"]) for one in said]
    summaries = [(leg.get("ai_summary") or "").strip() for leg in legs]
    statuses = {"ANSWERED": "completed", "FAILED": "failed"}
    return without_nul({
        **own_call({"started_at": "2000-01-01T00:00:00Z", "status": "", "total_seconds": 0}),
        "source": "pbx",
        "source_id": first["uid"],
        "started_at": begin,
        "ended_at": end,
        "status": statuses.get(last["status"], "missed"),
        "source_status": last["status"],
        "channel": "voice",
        "direction": first["call_type"].lower(),
        "caller": filled(first["call_from"]),
        "callee": filled(first["call_to"]),
        "agent": filled(agent),
        "duration_seconds": (end - begin) // 1000,
        "ring_seconds": (min(span(leg, zone, "ring")[1] for leg in answered) if answered else max(rung)) // 1000
        - begin // 1000,
        "talk_seconds": covered(legs, zone, "talk"),
        "hold_seconds": covered(legs, zone, "hold"),
        "summary": filled(" ".join(filter(None, summaries))),
        "transcript_state": "available" if turns else "missing",
        "turns": turns,
    })


def span(leg, zone, part):
    """First and last instant of a part of a leg: it rings, then somebody talks, then is on hold."""
    begin = local(leg["time"], zone)
    for name in ("ring", "talk", "hold"):
        end = begin + 1000 * leg[f"{name}_duration"]
        if name == part:
            return begin, end
        begin = end


def covered(legs, zone, part):
    """Seconds in which a part of any leg goes on."""
    seconds = set()
    for leg in legs:
        begin, end = span(leg, zone, part)
        seconds.update(range(begin // 1000, end // 1000))
    return len(seconds)


def filled(text):
    return text if text and text.strip() else None


def outcome(label):
    if not filled(label):
        return None
    code = "".join(c.lower() if c.isalnum() else " " for c in label.strip()[:100])
    return "_".join(code.split()) or None


def instant(text):
    if text is None:
        return None
    since = datetime.fromisoformat(text).timestamp()
    return round(since * 1000)


def local(text, zone):
    """A time of the PBX; of two that are written alike, the first."""
    formats = ["%Y/%m/%d %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%Y/%m/%d %I:%M:%S %p",
               "%m/%d/%Y %I:%M:%S %p"]
    for form in formats:
        try:
            at = datetime.strptime(text.replace("-", "/"), form)
        except ValueError:
            continue
        return round(at.replace(tzinfo=zone, fold=0).timestamp() * 1000)
    raise ValueError(f"not a time: {text}")


def without_nul(value):
    """NUL is replaced on import (docs/compatibility.md#decision-nul)."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, (list, tuple)):
        return type(value)(map(without_nul, value))
    if isinstance(value, dict):
        return {name: without_nul(part) for name, part in value.items()}
    return value
