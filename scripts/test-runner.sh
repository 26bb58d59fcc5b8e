#!/bin/sh
# Runs a test program for cargo. Tests of the store wait for PostgreSQL most of the time, so that more
# of them run at once than there are cores; others measure times and keep the default.
set -eu
case ${1##*/} in contract-*) export RUST_TEST_THREADS="${RUST_TEST_THREADS:-$(($(getconf _NPROCESSORS_ONLN) * 2))}" ;; esac
exec "$@"
