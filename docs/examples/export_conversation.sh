#!/bin/sh
# Saves one conversation as a JSON file. EARSHOT_KEY is an API key with the scope conversations:export.
set -eu
url=${EARSHOT_URL:-https://calls.example.com}
part=conversation.part
trap 'rm -f "$part"' EXIT

disposition=$(
  curl -sS --fail-with-body -o "$part" -w '%header{content-disposition}' \
    -H "x-api-key: $EARSHOT_KEY" \
    --form-string "conversationId=$EARSHOT_CONVERSATION" \
    "$url/api/export/conversation"
) || { cat "$part" >&2; exit 1; }
name=${disposition#*\"}
name=${name%\"*}
mv "$part" "${name:?the response names no file}"
echo "$name"
