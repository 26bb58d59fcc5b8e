#!/bin/sh
# Saves the calls that arrived since the last run, at most 1,000 in a file. EARSHOT_KEY has the scope
# calls:read.
set -eu
url=${EARSHOT_URL:-https://calls.example.com}
trap 'rm -f calls.part cursor.part' EXIT

more=true
while [ "$more" = true ]; do
  cursor=$(if [ -e cursor ]; then cat cursor; fi)
  curl -sS --fail-with-body -H "x-api-key: $EARSHOT_KEY" -o calls.part \
    "$url/v1/calls?limit=1000&include=transcript&since_cursor=$cursor" ||
    { cat calls.part >&2; exit 1; }
  next=$(sed -n 's/.*"next_cursor":"\([^"]*\)".*/\1/p' calls.part)
  more=$(sed -n 's/.*"has_more":\([a-z]*\).*/\1/p' calls.part)
  : "${next:?no next_cursor in the response}" "${more:?no has_more in the response}"
  if grep -q '"call_id":"' calls.part; then
    mv calls.part "calls-$next.json"
  fi
  # Kept after the calls: what is read twice has the same call_id.
  echo "$next" >cursor.part
  mv cursor.part cursor
done
