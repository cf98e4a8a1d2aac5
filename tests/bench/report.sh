#!/bin/sh
# Time and memory of a report over more and more rows: 100 thousand, 1 million and, with LONG=1, 10 million.
# Memory must not grow with the rows. Every question that a report can be asked is asked.
set -eu
BUILD=${BUILD:-build}
work=$BUILD/bench
mkdir -p "$work"
sizes="100000 1000000"
[ -n "${LONG:-}" ] && sizes="$sizes 10000000"
for rows in $sizes; do
  python3 tests/bench/report_rows.py "$rows" >"$work/rows.csv"
  for asks in "" "--segment-column branch --rollup region/branch --by month --weight-column value --measure csat:csat:csat5 --per customer"; do
    python3 - "$rows" "$work/rows.csv" "$BUILD/voxpop" $asks <<'PY'
import os, resource, subprocess, sys, time
rows, path, program, asks = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]
begin = time.time()
subprocess.run([program, "report", path, "--id-column", "id", "--text-column", "comment", "--score-column", "nps",
                "--date-column", "day", *asks], stdout=subprocess.DEVNULL, check=True)
use = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{rows:9d} rows  {'all questions' if asks else 'plain        '}  {use.ru_utime:8.2f} s user  {time.time() - begin:8.2f} s"
      f"  {rows / use.ru_utime / 1e3:7.1f} thousand rows/s  {use.ru_maxrss / 1024:7.1f} MiB", flush=True)
PY
  done
  rm "$work/rows.csv"
done
