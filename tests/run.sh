#!/bin/sh
# Runs every test against what was built under $BUILD and counts. The last line reads `N passed, N failed, N skipped`.
#
# Unit tests are cmocka executables: their own counts are added up. Scripts print `ok NAME`, `not ok NAME` or
# `skipped NAME: why`, a line a check.
set -u
BUILD=${BUILD:-build}
export BUILD
LC_ALL=C.UTF-8
export LC_ALL
passed=0 failed=0 skipped=0
log=$BUILD/tests/log
mkdir -p "$BUILD/tests"

count() { grep -c "$1" "$log" 2>/dev/null || :; }

unit() {
  "$1" >"$log" 2>&1
  code=$?
  p=$(count '^\[       OK \]') f=$(count '^\[  FAILED  \] [a-z_0-9]*$') s=$(count '^\[  SKIPPED \] [a-z_0-9]*$')
  grep -a '^skipped' "$log" | sort -u
  passed=$((passed + p)) skipped=$((skipped + s))
  if [ $code -ne 0 ]; then
    [ "$f" -gt 0 ] || f=1
    failed=$((failed + f))
    echo "not ok $1 (exit $code)"
    tail -n 40 "$log"
  else
    echo "ok $(basename "$1"): $p checks"
  fi
}

script() {
  "$@" >"$log" 2>&1
  code=$?
  p=$(count '^ok ') f=$(count '^not ok ') s=$(count '^skipped ')
  [ $code -eq 0 ] || [ "$f" -gt 0 ] || f=1
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  grep -a -E '^(skipped|not ok|#)' "$log"
  if [ "$f" -gt 0 ]; then tail -n 40 "$log"; else echo "ok $*: $p checks"; fi
}

for t in "$BUILD"/tests/*_test; do [ -x "$t" ] && unit "$t"; done
for s in tests/cli/*.sh tests/fault/*.sh; do [ -f "$s" ] && script sh "$s"; done
echo "skipped spark and aarch64: they download some 350 MB and take minutes; make deps-spark test-spark, make test-aarch64"
skipped=$((skipped + 1))
script python3 tools/check_floors.py .
[ "$code" -eq 0 ] && passed=$((passed + 1)) && echo "ok floors"

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
