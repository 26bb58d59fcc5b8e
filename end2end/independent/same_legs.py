"""Compares a downloaded file of call legs with the file that was imported.

    same_legs.py SOURCE DOWNLOADED whole|redacted HOURS

`whole`: every leg is equal. `redacted`: everything except the texts is equal. HOURS is the difference
between the tenant's and the source's time zone. Fields that the vendor's page does not name are
ignored. Only the standard library is used, and no code of the product.
"""

import datetime
import gzip
import json
import sys

FIELDS = (
    "uid leg_id leg time call_type call_from call_to status call_duration ring_duration "
    "talk_duration hold_duration ai_transcription ai_summary"
).split()
DISPLAY = "%Y/%m/%d %H:%M:%S"


def legs(path):
    with open(path, "rb") as file:
        raw = file.read()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    found = json.loads(raw)
    return {leg["leg_id"]: leg for leg in found}, len(found)


def without_texts(leg):
    said = [{**context, "content": ""} for context in leg["ai_transcription"]]
    return {**leg, "ai_transcription": said, "ai_summary": ""}


def as_displayed(leg, hours):
    time = datetime.datetime.strptime(leg["time"], DISPLAY) + datetime.timedelta(hours=hours)
    return {**{name: leg[name] for name in FIELDS}, "time": time.strftime(DISPLAY)}


def main(source_path, found_path, mode, hours):
    (source, expected), (found, count) = legs(source_path), legs(found_path)
    source = {leg_id: as_displayed(leg, int(hours)) for leg_id, leg in source.items()}
    view = without_texts if mode == "redacted" else lambda leg: leg
    wrong = [
        leg_id for leg_id, leg in source.items()
        if leg_id not in found or view(found[leg_id]) != view(leg)
    ]
    print(json.dumps({"source": expected, "found": count, "wrong": wrong[:20]}))
    return 0 if not wrong and count == expected else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
