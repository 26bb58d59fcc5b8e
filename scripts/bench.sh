#!/bin/sh
# Builds a release, measures it against sqlite3, Datasette, psql and pdfkit, and prints a table. The
# table is stored in target/bench/result.md and the measurements in result.json.
# BENCH_BINARY selects another binary (with its site in BENCH_SITE); arguments go to measure.py.
set -eu
cd "$(dirname "$0")/.."
# No compiled Python files beside the sources.
export PYTHONDONTWRITEBYTECODE=1

binary=${BENCH_BINARY:-}
if [ -z "$binary" ]; then
  cargo xtask build --release >&2
  binary=target/dist/earshot
fi
site=${BENCH_SITE:-${CARGO_TARGET_DIR:-$PWD/target}/site/release}

mkdir -p target/bench
work=$(mktemp -d "$PWD/target/bench/work.XXXXXX")
measuring=
stop() {
  trap - EXIT INT TERM
  # The cluster's script ends when its command has ended, so both receive the signal; without the
  # work folder no further step starts.
  if [ -n "$measuring" ]; then
    kill -TERM "$measuring" $(cat "$work/pid" 2>/dev/null) 2>/dev/null || true
    rm -rf "$work"
    wait "$measuring" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

# A copy, so that a concurrent build does not replace the measured binary.
cp "$binary" "$work/earshot"

# The cluster runs on the first core; the measuring process may use all cores.
cores=$(python3 -c 'import os; print(*sorted(os.sched_getaffinity(0)), sep=",")')
taskset -c "${cores%%,*}" scripts/with-postgres.sh taskset -c "$cores" python3 bench/measure.py \
  --binary "$work/earshot" --site "$site" --work "$work" "$@" >"$work/result.json" &
measuring=$!
wait "$measuring"
measuring=

cp "$work/result.json" target/bench/result.json
python3 bench/report.py <"$work/result.json" >target/bench/result.md
cat target/bench/result.md
