#!/bin/sh
# Runs a command with a temporary PostgreSQL cluster, whose URL is in EARSHOT_TEST_POSTGRES.
# The cluster uses a temporary folder and a free port, and is removed afterwards.
set -eu

for bin in /usr/lib/postgresql/*/bin; do [ -x "$bin/initdb" ] && PATH="$bin:$PATH"; done
command -v initdb >/dev/null || { echo "initdb is missing: run scripts/setup.sh test" >&2; exit 1; }

folder=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# initdb refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  owner=postgres
  id "$owner" >/dev/null 2>&1 || owner=nobody
  chown "$owner" "$folder"
  # From the cluster's folder, since the owner may not access the current one.
  as_owner() { (cd "$folder" && runuser -u "$owner" -- env "PATH=$PATH" "$@"); }
else
  as_owner() { "$@"; }
fi

running=
stop() {
  trap '' INT TERM HUP
  if [ -n "$running" ]; then
    kill "$running" 2>/dev/null || true
    wait "$running" 2>/dev/null || true
  fi
  as_owner pg_ctl --pgdata "$folder/data" --mode immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

as_owner initdb --pgdata "$folder/data" --username earshot --auth trust --encoding UTF8 --locale C \
  --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
as_owner pg_ctl --pgdata "$folder/data" --wait --log "$folder/data/server.log" \
  --options "-c listen_addresses=127.0.0.1 -p $port -k $folder -c fsync=off -c max_connections=200" \
  start >/dev/null || { cat "$folder/data/server.log" >&2; exit 1; }

EARSHOT_TEST_POSTGRES="postgres://earshot@127.0.0.1:$port/postgres"
export EARSHOT_TEST_POSTGRES
# In the background, so that a signal stops the cluster immediately and not after the command.
"$@" &
running=$!
status=0
wait "$running" || status=$?
running=
exit "$status"
