#!/bin/sh
# aarch64.sh - the program for 64-bit ARM under qemu: its unit tests, and the same bytes as this machine's program gives.
# BUILD: this machine's, with aarch64/ below it; RUN: what runs a program of the other machine. `make test-aarch64`.
set -u
there=$BUILD/aarch64
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0
pass() { passed=$((passed + 1)); echo "ok $1"; }
miss() { failed=$((failed + 1)); echo "not ok $1"; [ $# -lt 2 ] || printf '%s\n' "$2" | tail -n 12; }

for unit in "$there"/tests/*_test; do
  # shellcheck disable=SC2086
  if log=$($RUN "$unit" 2>&1); then pass "aarch64 $(basename "$unit")"; else miss "aarch64 $(basename "$unit")" "$log"; fi
done
same() { # NAME ARGUMENT...
  name=$1
  shift
  "$BUILD/voxpop" "$@" >"$folder/here" 2>/dev/null
  # shellcheck disable=SC2086
  $RUN "$there/voxpop" "$@" >"$folder/there" 2>"$folder/err"
  if [ -s "$folder/here" ] && cmp -s "$folder/here" "$folder/there"; then pass "aarch64 $name"; else miss "aarch64 $name" "$(cat "$folder/err")"; fi
}
if cmp -s "$BUILD/voxpop.vox" "$there/voxpop.vox"; then pass "aarch64: the artefact, byte for byte"; else miss "aarch64: the artefact"; fi
columns="--id-column 答卷编号 --text-column 评价内容 --score-column 推荐度 --date-column 提交时间 --segment-column 门店"
# shellcheck disable=SC2086
same "score with evidence, byte for byte" score tests/data/sample-nps.csv $columns --evidence --model "$BUILD/voxpop.vox"
# shellcheck disable=SC2086
same "report, byte for byte" report tests/data/sample-nps.csv $columns --by month --model "$BUILD/voxpop.vox"
same "segment, byte for byte" segment README.md --model "$BUILD/voxpop.vox"
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
