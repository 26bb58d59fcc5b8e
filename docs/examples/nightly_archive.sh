#!/bin/sh
# Archives the conversations of yesterday, or of EARSHOT_DAY. EARSHOT_KEY has the scope exports:write.
set -eu
url=${EARSHOT_URL:-https://calls.example.com}
day=${EARSHOT_DAY:-$(date -d yesterday +%F)}

# Waits as long as the response says where the rate limit is reached.
ask() {
  curl -sS --fail-with-body --retry 5 -H "Authorization: Bearer $EARSHOT_KEY" "$@"
}

ask -o export.json -H "Content-Type: application/json" \
  -d "{\"filter\":{\"since\":\"$day\",\"until\":\"$day\"},\"format\":\"jsonl\"}" \
  "$url/v1/conversations/export" || { cat export.json; exit 1; }
job=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' export.json)

while wait=$(ask -o export.json -w '%header{retry-after}' "$url$job") && [ -n "$wait" ]; do
  sleep "$wait"
done
grep -q '"status":"completed"' export.json || { cat export.json; exit 1; }

tr '{}' '\n\n' <export.json |
  sed -n 's/.*"name":"\([^"]*\)".*"sha256":"\([^"]*\)".*"url":"\([^"]*\)".*/\1 \2 \3/p' |
  while read -r name sha256 path; do
    ask -o "$name" "$url$path"
    echo "$sha256  $name" | sha256sum -c
  done
