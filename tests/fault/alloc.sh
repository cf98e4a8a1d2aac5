# alloc.sh - every allocation fails, once and for ever; see alloc_run.c. FULL=1: every point.
set -u
BUILD=${BUILD:-build}
step=3
[ -n "${FULL:-}" ] && step=1
"$BUILD/tests/fault/alloc_run" $step
