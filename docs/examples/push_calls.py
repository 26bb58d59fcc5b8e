"""Submits a file of calls, one per line. EARSHOT_KEY is an API key with the scope calls:write."""

import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

url = os.environ.get("EARSHOT_URL", "https://calls.example.com")
headers = {"x-api-key": os.environ["EARSHOT_KEY"], "content-type": "application/x-ndjson"}

with open(os.environ.get("EARSHOT_FILE", "calls.ndjson"), "rb") as calls:
    try:
        response = urlopen(Request(f"{url}/v1/ingest/calls", calls, headers), timeout=600)
    except HTTPError as error:
        response = error
report = json.loads(response.read())
for record in report.get("results", []):
    if record["result"] == "refused":
        print(record.get("place", record.get("source_id")), record["reason"])
if response.status >= 400:
    raise SystemExit(f"{response.status}: {report['detail']}")
print(report["taken"], "taken", report["unchanged"], "unchanged", report["refused"], "refused")
if report["refused"]:
    raise SystemExit(1)
