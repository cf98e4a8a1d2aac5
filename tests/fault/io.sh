# io.sh - the program while system calls and memory fail; see io_run.c. FULL=1: every point.
set -u
BUILD=${BUILD:-build}
here=$(pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
case $BUILD in /*) ;; *) BUILD=$here/$BUILD ;; esac
if nm "$BUILD/voxpop" 2>/dev/null | grep -q -e '__asan_' -e '__tsan_'; then
  echo "skipped io: a sanitizer's allocator does not stand another one before it"
  exit 0
fi
sh tests/fault/make_small "$folder" || { echo "not ok io: no small lexicon"; exit 1; }
step=29
[ -n "${FULL:-}" ] && step=1
"$BUILD/tests/fault/io_run" "$BUILD/voxpop" "$BUILD/tests/fault/io.so" "$folder" $step
