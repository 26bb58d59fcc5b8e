"""Appends the calls that arrived since the last run to calls.ndjson. EARSHOT_KEY has the scope calls:read."""

import json
import os
from pathlib import Path

import requests

url = os.environ.get("EARSHOT_URL", "https://calls.example.com")
kept = Path("cursor")

while True:
    response = requests.get(
        f"{url}/v1/calls",
        headers={"x-api-key": os.environ["EARSHOT_KEY"]},
        params={
            "limit": 1000,
            "include": "transcript",
            "since_cursor": kept.read_text() if kept.exists() else "",
        },
        timeout=60,
    )
    response.raise_for_status()
    page = response.json()
    with open("calls.ndjson", "a", encoding="utf-8") as file:
        file.writelines(json.dumps(call) + "\n" for call in page["calls"])
    # Kept after the calls: what is read twice has the same call_id.
    kept.write_text(page["next_cursor"])
    print(len(page["calls"]), "calls")
    if not page["has_more"]:
        break
