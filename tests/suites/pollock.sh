#!/bin/sh
# pollock.sh - the 2,290 polluted files of the Pollock benchmark through the reader's cutting, scored by its own
# measures: with the parameters that come with each file, and with everything found out.
BUILD=${BUILD:-build}
suite=${VOX_SHARED:-../shared}/suites/pollock
if [ ! -f "$suite/polluted_files.tar.gz" ]; then
  echo "skipped pollock: the suite is not there"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar xzf "$suite/polluted_files.tar.gz" -C "$folder" || exit 1
${CC:-cc} -std=c11 -O1 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Iinclude -Iengine tests/suites/echo_records.c \
  -o "$folder/echo_records" "$BUILD/libvoxpop.a" -licuuc -licudata -lzstd -lz -lmd -lm -lpthread || exit 1
bad=0
check() { # given|found LIMIT
  python3 tests/suites/pollock.py "$folder/polluted_files" jobs "$1" | "$folder/echo_records" >"$folder/$1" || bad=1
  scores=$(python3 tests/suites/pollock.py "$folder/polluted_files" score "$folder/$1" "$suite/pollock_weights.json")
  if python3 -c "import sys; sys.exit(not float('${scores:-0}'.split()[0]) >= $2)"; then
    echo "ok pollock $1: simple, weighted, files: $scores"
  else
    bad=1
    echo "not ok pollock $1: $scores, at least $2 is due"
  fi
}
check given 9.96
check found 9.1
exit $bad
