# serve.sh - allocations, reads and writes of `voxpop serve` failing in turn: every request is answered once.
set -u
BUILD=${BUILD:-build}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if nm -D "$BUILD/voxpop" | grep -q -E ' (U|T) __(asan|tsan|ubsan)_'; then
  echo "skipped serve faults: built with a sanitizer, which has an allocator of its own"
  exit 0
fi
sh tests/fault/make_small "$folder" || { echo "not ok serve faults: no small lexicon"; exit 1; }
python3 tests/serve/faults.py "$BUILD/voxpop" "$folder/small.vox" "$BUILD/tests/fault/io.so" "$([ -n "${FULL:-}" ] && echo 1 || echo 17)"
