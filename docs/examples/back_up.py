"""Saves every conversation in the folder conversations; run again, those that arrived since.
EARSHOT_KEY has the scopes calls:read and conversations:export."""

import json
import os
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

url = os.environ.get("EARSHOT_URL", "https://calls.example.com")
headers = {"x-api-key": os.environ["EARSHOT_KEY"], "content-type": "application/json"}
folder = Path("conversations")
kept = folder / "cursor"


def ask(path, body=None):
    """Sends a request, and waits where the rate limit is reached."""
    data = None if body is None else json.dumps(body).encode()
    while True:
        try:
            with urlopen(Request(url + path, data, headers), timeout=60) as response:
                return response.read()
        except HTTPError as error:
            if error.code != 429:
                raise SystemExit(f"{error.code}: {error.read().decode()}")
            time.sleep(int(error.headers["retry-after"]))


def save(path, content):
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


folder.mkdir(exist_ok=True)
more = True
while more:
    cursor = kept.read_text().strip() if kept.exists() else ""
    page = json.loads(ask(f"/v1/calls?limit=100&since_cursor={cursor}"))
    for call in page["calls"]:
        conversation = ask("/api/export/conversation", {"conversationId": call["call_id"]})
        save(folder / f"{call['call_id']}.json", conversation)
        print(call["call_id"])
    # Kept after the conversations: a run that was cut short begins again with this page.
    save(kept, page["next_cursor"].encode())
    more = page["has_more"]
