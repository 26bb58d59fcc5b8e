#!/bin/sh
# Pushes a file of calls in, one a line. EARSHOT_KEY is a key with the right to push calls.
set -eu
url=${EARSHOT_URL:-https://calls.example.com}

curl -sS --fail-with-body -H "x-api-key: $EARSHOT_KEY" -H 'content-type: application/x-ndjson' \
  --data-binary "@${EARSHOT_FILE:-calls.ndjson}" "$url/v1/ingest/calls"
