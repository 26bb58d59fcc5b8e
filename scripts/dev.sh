#!/bin/sh
# Serves the demo; rebuilds and restarts it whenever a source file changes.
set -eu
cd "$(dirname "$0")/.."

changed() {
  find Cargo.toml app backend demo domain frontend server style public -newer target/.dev-stamp -print -quit
}

server=
stop() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    # The next server uses the same port.
    wait "$server" 2>/dev/null || true
    server=
  fi
}
trap stop EXIT
trap 'exit 130' INT TERM

mkdir -p target
while :; do
  touch target/.dev-stamp
  if cargo xtask build; then
    stop
    target/dist/earshot serve --demo --data target/demo-data &
    server=$!
  fi
  until [ -n "$(changed)" ]; do sleep 1; done
done
