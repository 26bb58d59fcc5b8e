"""Submits a file of calls, one per line. EARSHOT_KEY is an API key with the scope calls:write."""

import os

import requests

url = os.environ.get("EARSHOT_URL", "https://calls.example.com")

with open(os.environ.get("EARSHOT_FILE", "calls.ndjson"), "rb") as calls:
    response = requests.post(
        f"{url}/v1/ingest/calls",
        headers={"x-api-key": os.environ["EARSHOT_KEY"], "content-type": "application/x-ndjson"},
        data=calls,
        timeout=600,
    )
report = response.json()
for record in report.get("results", []):
    if record["result"] == "refused":
        print(record.get("place", record.get("source_id")), record["reason"])
if not response.ok:
    raise SystemExit(f"{response.status_code}: {report['detail']}")
print(report["taken"], "taken", report["unchanged"], "unchanged", report["refused"], "refused")
