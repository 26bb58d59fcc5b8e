#!/bin/sh
# Saves one conversation as a JSON file. EARSHOT_KEY is an API key with the scope conversations:export.
set -eu
url=${EARSHOT_URL:-https://calls.example.com}

curl -sS --fail-with-body --remote-name --remote-header-name \
  -H "x-api-key: $EARSHOT_KEY" \
  -F "conversationId=$EARSHOT_CONVERSATION" \
  "$url/api/export/conversation"
