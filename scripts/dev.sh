#!/bin/sh
# Serves the demo, and builds and serves it again whenever a source file changes.
set -eu
cd "$(dirname "$0")/.."

sources() {
  find app backend domain frontend server style public -type f -newer target/.dev-stamp -print -quit
}

server=
stop() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; }
trap stop EXIT INT TERM

mkdir -p target
while :; do
  touch target/.dev-stamp
  if cargo xtask build; then
    stop
    target/dist/earshot serve --demo --data target/demo-data &
    server=$!
  fi
  until [ -n "$(sources)" ]; do sleep 1; done
done
