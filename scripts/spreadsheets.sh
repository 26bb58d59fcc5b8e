#!/bin/sh
# Opens exported files in LibreOffice and compares every cell. Not a part of `make test`, because
# LibreOffice takes half a gigabyte; run it when a file for spreadsheets changes.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh spreadsheets
. scripts/env.sh
exec cargo test --package earshot-server --test process -- --ignored --nocapture libreoffice
