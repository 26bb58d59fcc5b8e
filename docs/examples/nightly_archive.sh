#!/bin/sh
# Archives the conversations of yesterday, or of EARSHOT_DAY. EARSHOT_KEY has the scope exports:write.
set -eu
url=${EARSHOT_URL:-https://calls.example.com}
day=${EARSHOT_DAY:-$(date -d yesterday +%F)}
export=$(mktemp)
trap 'rm -f "$export"' EXIT

# Waits as long as the response says where the rate limit is reached.
ask() {
  curl -sS --fail-with-body --retry 5 -H "Authorization: Bearer $EARSHOT_KEY" "$@"
}

ask -o "$export" -H "Content-Type: application/json" \
  -d "{\"filter\":{\"since\":\"$day\",\"until\":\"$day\"},\"format\":\"jsonl\"}" \
  "$url/v1/conversations/export" || { cat "$export" >&2; exit 1; }
job=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' "$export")

while wait=$(ask -o "$export" -w '%header{retry-after}' "$url$job") && [ -n "$wait" ]; do
  sleep "$wait"
done
grep -q '"status":"completed"' "$export" || { cat "$export" >&2; exit 1; }

tr '{}' '\n\n' <"$export" |
  sed -n 's/.*"name":"\([^"]*\)".*"sha256":"\([^"]*\)".*"url":"\([^"]*\)".*/\1 \2 \3/p' |
  while read -r name sha256 path; do
    ask -o "$name.part" "$url$path" || { rm -f "$name.part"; exit 1; }
    echo "$sha256  $name.part" | sha256sum -c --quiet || { rm "$name.part"; exit 1; }
    mv "$name.part" "$name"
    echo "$name"
  done
