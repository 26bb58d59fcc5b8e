#!/bin/sh
# Saves call legs as a JSON file, with the client ID and secret of a PBX client.
set -eu
url=${EARSHOT_URL:-https://calls.example.com}
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

token=$(
  curl -sS "$url/openapi/v2.0/get_token" -H 'Content-Type: application/json' \
    -d "{\"username\": \"$EARSHOT_CLIENT_ID\", \"password\": \"$EARSHOT_CLIENT_SECRET\"}" |
    field access_token
)
path=$(
  curl -sS "$url/openapi/v2.0/cdr/aidownload" -H "Authorization: Bearer $token" |
    field download_resource_url
)
curl -sS --fail-with-body -H "Authorization: Bearer $token" -o call-legs.json "$url$path"
curl -sS -o /dev/null "$url/openapi/v2.0/del_token" -H "Authorization: Bearer $token"
