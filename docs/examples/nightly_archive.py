"""Archives the conversations of yesterday, or of EARSHOT_DAY. EARSHOT_KEY has the scope exports:write."""

import hashlib
import json
import os
import time
from datetime import date, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

url = os.environ.get("EARSHOT_URL", "https://calls.example.com")
day = os.environ.get("EARSHOT_DAY") or str(date.today() - timedelta(days=1))
headers = {
    "Authorization": f"Bearer {os.environ['EARSHOT_KEY']}",
    "Content-Type": "application/json",
}


def ask(path, body=None):
    """Sends a request, and waits where the rate limit is reached."""
    data = None if body is None else json.dumps(body).encode()
    while True:
        try:
            return urlopen(Request(url + path, data, headers), timeout=60)
        except HTTPError as error:
            if error.code != 429:
                raise SystemExit(f"{error.code}: {error.read().decode()}")
            time.sleep(int(error.headers["Retry-After"]))


request = {"filter": {"since": day, "until": day}, "format": "jsonl"}
with ask("/v1/conversations/export", request) as response:
    job = json.load(response)["url"]

wait = "0"
while wait is not None:
    time.sleep(int(wait))
    with ask(job) as response:
        export, wait = json.load(response), response.headers["Retry-After"]
if export["status"] != "completed":
    raise SystemExit(f"{export['status']}: {export['error']}")

for file in export["files"]:
    digest = hashlib.sha256()
    with ask(file["url"]) as response, open(f"{file['name']}.part", "wb") as copy:
        while piece := response.read(1 << 20):
            digest.update(piece)
            copy.write(piece)
    if digest.hexdigest() != file["sha256"]:
        raise SystemExit(f"{file['name']} is damaged")
    os.replace(f"{file['name']}.part", file["name"])
    print(file["name"], file["rows"], "conversations")
