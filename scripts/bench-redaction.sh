#!/bin/sh
# Builds a release and prints what redaction finds and how fast, beside other programs. The table is stored in
# target/bench/redaction.md. BENCH_BINARY selects another binary; arguments are the peers to compare with.
set -eu
cd "$(dirname "$0")/.."
export PYTHONDONTWRITEBYTECODE=1

binary=${BENCH_BINARY:-}
if [ -z "$binary" ]; then
  cargo xtask build --release >&2
  binary=target/dist/earshot
fi
mkdir -p target/bench
python3 bench/redaction/measure.py "$binary" target/tools/redaction/bin/python "$@" >target/bench/redaction.md
cat target/bench/redaction.md
