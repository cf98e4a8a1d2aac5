#!/bin/sh
# Speed of the whole program beside `wc -l` on the same file, then of its parts beside memcpy and peers. Real comments
# from ../shared/corpora where they are, otherwise the bundled sample many times over. Judge ratios: machines are noisy.
set -eu
BUILD=${BUILD:-build}
SHARED=${VOX_SHARED:-../shared}
work=$BUILD/bench
mkdir -p "$work"
file=$work/comments.txt
if [ -r "$SHARED/corpora/zh-shopping10/dev.tsv" ]; then
  cut -f2 "$SHARED/corpora/zh-shopping10/dev.tsv" "$SHARED/corpora/zh-waimai/dev.tsv" >"$file"
else
  "$BUILD/voxpop" score tests/data/sample-nps.csv --text-column 评价内容 --keep 评价内容 |
    python3 -c 'import json,sys
lines=[json.loads(l)["keep"]["评价内容"].replace("\n"," ") for l in sys.stdin]
[print(l) for _ in range(200) for l in lines]' >"$file"
fi

measure() { # NAME COMMAND...: median of three runs, user seconds
  name=$1
  shift
  python3 - "$name" "$file" "$@" <<'PY'
import os, resource, subprocess, sys
name, path, words = sys.argv[1], sys.argv[2], sys.argv[3:]
size, times = os.path.getsize(path), []
for _ in range(3):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
    times.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
t = max(sorted(times)[1], 1e-4)
print(f"{name:28s} {size / t / 1e6:9.1f} MB/s  ({t:.3f} s user, {size / 1e6:.1f} MB)")
PY
}
measure "wc -l" wc -l "$file"
measure "voxpop segment" "$BUILD/voxpop" segment "$file"
measure "voxpop score" "$BUILD/voxpop" score --format lines "$file"
measure "voxpop report" "$BUILD/voxpop" report --format lines "$file"
"$work/segment_bench" "$BUILD/voxpop.vox" "$file"
"$work/reader_bench" 32
