# all.sh - every row of the sheet that runs today; the last line is one JSON object with what was tried and passed.
# Part of `make reliability`: without FULL=1 there is nothing to do here, the other scripts run by themselves.
set -u
[ -n "${FULL:-}" ] || exit 0
BUILD=${BUILD:-build}
log=$BUILD/tests/reliability.log
mkdir -p "$BUILD/tests"
: >"$log"
for row in alloc io ends damage determinism privacy; do
  echo "== $row"
  sh tests/fault/$row.sh >"$log.row" 2>&1
  cat "$log.row" >>"$log"
  grep -a -E '^(not ok|skipped|#)' "$log.row"
done
rm -f "$log.row"
awk '
  /^# [a-z]+: tried [0-9]+, passed [0-9]+$/ {
    name = $2; sub(":", "", name); tried[name] += $4; passed[name] += $6
    if (!(name in place)) { place[name] = ++count; names[count] = name }
  }
  END {
    printf "{"
    for (i = 1; i <= count; i++) {
      n = names[i]
      printf "%s\"%s\":{\"tried\":%d,\"passed\":%d}", i > 1 ? "," : "", n, tried[n], passed[n]
      if (tried[n] != passed[n]) bad = 1
    }
    print "}"
    exit bad
  }' "$log"
