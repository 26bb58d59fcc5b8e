"""Reads imported files into calls, based on docs/import-formats.md only."""

import gzip
import json
import math
import os
import re
from datetime import datetime, timedelta, timezone
from itertools import groupby
from zoneinfo import ZoneInfo

PBX_STATUS = {
    "ANSWERED": "completed", "NO ANSWER": "missed", "ABANDONED": "missed", "BUSY": "missed",
    "VOICEMAIL": "missed", "FAILED": "failed",
}
TALKIFAI_STATUS = {"completed": "completed", "failed": "failed", "abandoned": "missed"}
TALKIFAI_CHANNEL = {"telephony": "voice", "webcall": "web", "chat": "chat"}
SPEAKERS = {
    "agent": "Agent", "assistant": "Agent", "user": "Caller", "caller": "Caller",
    "customer": "Caller", "system": "System",
}
EXTENSION = re.compile(r"[0-9]{1,6}")
WITHHELD = {"anonymous", "restricted", "unavailable", "blocked", "private", "withheld", "unknown"}


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)


def is_local(text, zone):
    moment = datetime.fromisoformat(text)
    return moment.utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()


def text_of(path):
    with open(path, "rb") as file:
        raw = file.read()
    return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")


def filled(text):
    return (text or "").strip()


def shown(caller):
    """A caller as files show it: words for a withheld number are one value."""
    return "Withheld" if caller.strip().lower() in WITHHELD else caller


def collapsed(turns):
    """Returns `Agent: …` and `Caller: …`, joined by spaces."""
    breaks = re.compile("[\r\n\v\f\x85\u2028\u2029]")
    said = []
    for speaker, text in turns:
        parts = [part.strip() for part in breaks.split(text)]
        line = " ".join(part for part in parts if part) if len(parts) > 1 else text
        said.append(f"{speaker}: {line}")
    return " ".join(said)


def pbx(path):
    zone = ZoneInfo(os.environ.get("PBX_ZONE", "Asia/Shanghai"))
    for _, legs in groupby(json.loads(text_of(path)), key=lambda leg: leg["uid"]):
        legs = sorted(legs, key=lambda leg: (leg["time"], leg["leg"]))
        begins = lambda leg: datetime.strptime(leg["time"], "%Y/%m/%d %H:%M:%S").replace(tzinfo=zone)
        after = lambda leg, seconds: begins(leg) + timedelta(seconds=leg[seconds])
        # The call is what the leg says that was answered last, or else the last leg.
        answered = [leg for leg in legs if leg["status"] == "ANSWERED"]
        first, last = legs[0], max(answered or legs[-1:], key=lambda leg: after(leg, "ring_duration"))
        start = begins(first)
        end = max(after(leg, "call_duration") for leg in legs)
        said = [turn for leg in legs for turn in leg.get("ai_transcription") or []]
        agent = pbx_agent(last)
        summaries = [filled(leg.get("ai_summary")) for leg in legs]
        yield {
            "id": first["uid"],
            "start": start.astimezone(timezone.utc),
            "status": PBX_STATUS[last["status"]],
            "channel": "voice",
            "caller": shown(first["call_from"]),
            # An external number is not the name of an agent.
            "agent": agent if EXTENSION.fullmatch(agent) else "",
            "seconds": round((end - start).total_seconds()),
            "summary": " ".join(text for text in summaries if text),
            "transcript": collapsed((pbx_speaker(first, agent, turn), turn["content"]) for turn in said),
        }


def pbx_agent(last):
    if not EXTENSION.fullmatch(last["call_to"]) and EXTENSION.fullmatch(last["call_from"]):
        return last["call_from"]
    return last["call_to"]


def pbx_speaker(first, agent, turn):
    number = turn["source_number"]
    if number == first["call_from"] and first["call_type"] != "Outbound":
        return "Caller"
    return "Agent" if number == agent or EXTENSION.fullmatch(number) else "Caller"


def talkifai(path):
    for line in filter(str.strip, text_of(path).split("\n")):
        talk = json.loads(line)["conversation"]
        start = instant(talk["startTime"])
        seconds = talk.get("duration")
        if seconds is None:
            seconds = (instant(talk["endTime"]) - start).total_seconds() if talk.get("endTime") else 0
        raw = (talk.get("transcript") or {}).get("raw") or []
        turns = json.loads(raw) if isinstance(raw, str) else raw
        analysis = (talk.get("postCallAnalysis") or {}).get("analysisData") or {}
        yield {
            "id": talk.get("roomName") or talk["sessionId"],
            "start": start,
            "status": TALKIFAI_STATUS.get(talk.get("sessionStatus"), "unknown"),
            "channel": TALKIFAI_CHANNEL.get(talk.get("sessionType"), "unknown"),
            "caller": shown(filled(talk.get("callerPhone"))),
            "agent": filled(talk.get("agentName")),
            "seconds": math.floor(seconds + 0.5),
            "summary": analysis.get("call_summary") or "" if filled(analysis.get("call_summary")) else "",
            "transcript": collapsed((SPEAKERS[turn["speaker"].lower()], turn["text"]) for turn in turns),
        }


def own(path):
    for line in filter(str.strip, text_of(path).split("\n")):
        call = json.loads(line)
        start = instant(call["started_at"])
        seconds = call.get("total_seconds")
        if seconds is None:
            seconds = math.floor((instant(call["ended_at"]) - start).total_seconds())
        turns = (call.get("transcript") or {}).get("turns") or []
        yield {
            "id": call["source_id"],
            "start": start,
            "status": call["status"],
            "channel": call.get("channel") or "unknown",
            "caller": shown(filled(call.get("caller"))),
            "agent": filled(call.get("agent")),
            "seconds": seconds,
            "summary": call.get("summary") or "" if filled(call.get("summary")) else "",
            "transcript": collapsed((SPEAKERS[turn["speaker"]], turn["text"]) for turn in turns),
        }


READERS = {"pbx": pbx, "talkifai": talkifai, "own": own}
