"""Saves the calls that arrived since the last run, one per line and at most 1,000 in a file.
EARSHOT_KEY has the scope calls:read."""

import json
import os
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

url = os.environ.get("EARSHOT_URL", "https://calls.example.com")
kept = Path("cursor")


def read(cursor):
    query = urlencode({"limit": 1000, "include": "transcript", "since_cursor": cursor})
    request = Request(f"{url}/v1/calls?{query}", headers={"x-api-key": os.environ["EARSHOT_KEY"]})
    try:
        with urlopen(request, timeout=60) as response:
            return json.loads(response.read())
    except HTTPError as error:
        raise SystemExit(f"{error.code}: {error.read().decode()}")


def save(path, text):
    part = Path(f"{path}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


more = True
while more:
    page = read(kept.read_text().strip() if kept.exists() else "")
    if page["calls"]:
        lines = "".join(json.dumps(call) + "\n" for call in page["calls"])
        save(f"calls-{page['next_cursor']}.ndjson", lines)
    # Kept after the calls: what is read twice has the same call_id.
    save(kept, page["next_cursor"])
    print(len(page["calls"]), "calls")
    more = page["has_more"]
