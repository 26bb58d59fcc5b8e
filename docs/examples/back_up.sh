#!/bin/sh
# Saves every conversation in the folder conversations; run again, those that arrived since. EARSHOT_KEY
# has the scopes calls:read and conversations:export.
set -eu
url=${EARSHOT_URL:-https://calls.example.com}
mkdir -p conversations
cd conversations
trap 'rm -f answer.part page.part' EXIT

# Sends a request, and waits as long as the response says where the rate limit is reached.
ask() {
  while :; do
    answer=$(
      curl -sS -o answer.part -w '%{http_code} %header{retry-after}' \
        -H "x-api-key: $EARSHOT_KEY" "$@"
    )
    case $answer in
      "200 "*) return ;;
      "429 "*) sleep "${answer#429 }" ;;
      *) cat answer.part >&2; exit 1 ;;
    esac
  done
}

more=true
while [ "$more" = true ]; do
  cursor=$(if [ -e cursor ]; then cat cursor; fi)
  ask "$url/v1/calls?limit=100&since_cursor=$cursor"
  mv answer.part page.part
  for id in $(grep -o '"call_id":"[^"]*"' page.part | cut -d '"' -f 4); do
    ask --form-string "conversationId=$id" "$url/api/export/conversation"
    mv answer.part "$id.json"
    echo "$id"
  done
  next=$(sed -n 's/.*"next_cursor":"\([^"]*\)".*/\1/p' page.part)
  more=$(sed -n 's/.*"has_more":\([a-z]*\).*/\1/p' page.part)
  # Kept after the conversations: a run that was cut short begins again with this page.
  echo "${next:?no next_cursor in the response}" >page.part
  mv page.part cursor
done
# Empty where the response was not a page of calls.
[ "$more" = false ]
