#!/bin/sh
# Saves call legs as a JSON file, with the client ID and secret of a PBX client.
set -eu
url=${EARSHOT_URL:-https://calls.example.com}
part=call-legs.json.part
token=

# Sends a request; stops where the response is not a success.
ask() {
  curl -sS --fail-with-body -o "$part" "$@" || { cat "$part" >&2; exit 1; }
}
call() {
  ask "$@"
  grep -q '"errcode":0[,}]' "$part" || { cat "$part" >&2; exit 1; }
}
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$part"; }

# A client has at most eight tokens, so this one is given back in any case.
finish() {
  status=$?
  trap - EXIT
  if [ -n "$token" ]; then
    curl -sS -o "$part" "$url/openapi/v2.0/del_token" -H "Authorization: Bearer $token" &&
      grep -q '"errcode":0[,}]' "$part" || status=1
  fi
  rm -f "$part"
  exit "$status"
}
trap finish EXIT

call "$url/openapi/v2.0/get_token" -H 'Content-Type: application/json' \
  -d "{\"username\": \"$EARSHOT_CLIENT_ID\", \"password\": \"$EARSHOT_CLIENT_SECRET\"}"
token=$(field access_token)
call "$url/openapi/v2.0/cdr/aidownload" -H "Authorization: Bearer $token"
path=$(field download_resource_url)
ask "$url$path" -H "Authorization: Bearer $token"
mv "$part" call-legs.json
