# alloc.sh - every allocation fails, once and for ever; see alloc_run.c. FULL=1: every point.
set -u
BUILD=${BUILD:-build}
if nm "$BUILD/voxpop" 2>/dev/null | grep -q __tsan_; then
  echo "skipped alloc: a thread sanitizer's allocator does not stand another one before it"
  exit 0
fi
ASAN_OPTIONS=allocator_may_return_null=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}
export ASAN_OPTIONS
step=11
[ -n "${FULL:-}" ] && step=1
"$BUILD/tests/fault/alloc_run" $step
