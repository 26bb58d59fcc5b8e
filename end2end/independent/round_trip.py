"""Exports every conversation of a source file with an API key and compares it with the file.

    round_trip.py BASE KEY FILE whole|masked

`whole`: the key has all scopes, so every field must equal the source.
`masked`: texts and people may differ, but must not contain numbers of the source.
Only the standard library is used, and no code of the product.
"""

import gzip
import json
import sys
import urllib.request

PEOPLE = {"callerPhone", "calleePhone", "user"}
PARTS = {"transcript", "postCallAnalysis", "recording"}


def records(path):
    with open(path, "rb") as file:
        raw = file.read()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    return [json.loads(line) for line in raw.decode().splitlines() if line.strip()]


def export(base, key, name):
    body = json.dumps({"conversationId": name}).encode()
    headers = {"x-api-key": key, "Content-Type": "application/json"}
    request = urllib.request.Request(base + "/api/export/conversation/json", body, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def differences(source, found, path=""):
    """Lists the fields of the source that are missing or different in the result."""
    if isinstance(source, dict) and isinstance(found, dict):
        out = []
        for name, value in source.items():
            if value is None and found.get(name) is None:
                continue
            if name not in found:
                out.append(f"{path}.{name} is missing")
            else:
                out += differences(value, found[name], f"{path}.{name}")
        return out
    return [] if source == found else [f"{path}: {source!r:.80} became {found!r:.80}"]


def parsed(conversation):
    """Returns the document with its transcript parsed, without fields that the product adds."""
    copy = json.loads(json.dumps(conversation))
    copy.pop("recording", None)
    transcript = copy.get("transcript")
    if transcript:
        raw = transcript.get("raw")
        transcript["raw"] = json.loads(raw) if isinstance(raw, str) and raw.strip() else raw
        transcript.pop("functionCalls", None)
    return copy


def summary(conversation):
    """Returns the summary as TalkifAI's page defines it."""
    transcript = conversation.get("transcript") or {}
    return {
        "hasTranscript": bool(transcript.get("raw")),
        "hasAnalysis": conversation.get("postCallAnalysis") is not None,
        "hasFunctionCalls": bool(transcript.get("parsed") or transcript.get("functionCalls")),
        "duration": conversation.get("duration"),
        "callCompleted": conversation.get("endTime") is not None,
        "isTelephonyCall": conversation.get("callerPhone") is not None,
        "hasBillingInfo": any(conversation.get(cost) is not None for cost in ("baseCost", "totalCost")),
    }


def main(base, key, path, mode):
    problems, compared = [], 0
    for source in records(path):
        conversation = source["conversation"]
        name = conversation.get("roomName") or conversation.get("sessionId")
        found = export(base, key, name)
        compared += 1
        if mode == "whole":
            wrong = differences(parsed(conversation), parsed(found["conversation"]))
            calls = (conversation.get("transcript") or {}).get("parsed") or []
            again = (found["conversation"].get("transcript") or {}).get("functionCalls") or []
            if [call["function"] for call in calls] != [call["function"] for call in again]:
                wrong.append("functionCalls do not repeat parsed")
            wrong += differences(summary(conversation), found["summary"], "summary")
        else:
            plain = {k: v for k, v in conversation.items() if k not in PEOPLE | PARTS}
            wrong = differences(plain, found["conversation"])
            text = json.dumps(found)
            for number in (conversation.get("callerPhone"), (conversation.get("user") or {}).get("email")):
                if number and number in text:
                    wrong.append(f"{number} is shown")
        problems += [f"{name}{problem}" for problem in wrong]
    print(json.dumps({"compared": compared, "problems": problems[:20], "wrong": len(problems)}))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
