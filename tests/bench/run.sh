#!/bin/sh
# Speed of the whole program beside `wc -l` on the same file, then of the segmenter beside its peers, then of reading.
# usage: run.sh [CORPUS]: a comment a line. Without it real comments from ../shared/corpora where they are, otherwise
# the bundled sample many times over, shuffled. Judge ratios: machines are noisy.
set -eu
BUILD=${BUILD:-build}
SHARED=${VOX_SHARED:-../shared}
work=$BUILD/bench
mkdir -p "$work"
file=${1:-}
if [ -n "$file" ]; then
  [ -r "$file" ] || { echo "run.sh: $file cannot be read" >&2; exit 2; }
elif [ -r "$SHARED/corpora/zh-shopping10/dev.tsv" ]; then
  file=$work/comments.txt
  cut -f2 "$SHARED/corpora/zh-shopping10/dev.tsv" "$SHARED/corpora/zh-waimai/dev.tsv" >"$file"
else
  file=$work/comments.txt
  "$BUILD/voxpop" score tests/data/sample-nps.csv --text-column 评价内容 --keep 评价内容 |
    python3 -c 'import json, random, sys
lines = [json.loads(l)["keep"]["评价内容"].replace("\n", " ") for l in sys.stdin] * 200
random.Random(1).shuffle(lines)
print("\n".join(lines))' >"$file"
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
measure "voxpop score" "$BUILD/voxpop" score --jobs 1 --format lines "$file"
measure "voxpop report" "$BUILD/voxpop" report --jobs 1 --format lines "$file"
"$work/score_bench" "$BUILD/voxpop.vox" "$file"
sh tests/bench/words.sh "$file"
"$work/reader_bench" 32
sh tests/bench/rules.sh
