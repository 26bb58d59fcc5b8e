#!/bin/sh
# Submits a file of calls, one per line. EARSHOT_KEY is an API key with the scope calls:write.
set -eu
url=${EARSHOT_URL:-https://calls.example.com}
report=$(mktemp)
trap 'rm -f "$report"' EXIT

status=$(
  curl -sS -o "$report" -w '%{http_code}' \
    -H "x-api-key: $EARSHOT_KEY" -H 'content-type: application/x-ndjson' \
    --data-binary "@${EARSHOT_FILE:-calls.ndjson}" "$url/v1/ingest/calls"
)
cat "$report"
# 207: some records were refused; the response has the reason of each.
[ "$status" = 200 ]
