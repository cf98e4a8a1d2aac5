#!/bin/sh
# Figures of `voxpop serve` beside an echo over the same pipes: real comments of about 150 bytes.
# usage: serve.sh [REQUESTS [MEMORY]]: MEMORY requests are sent to compare resident memory (10,000,000 is the issue's).
set -eu
BUILD=${BUILD:-build}
SHARED=${VOX_SHARED:-../shared}
work=$BUILD/bench
[ -d "$SHARED/corpora" ] || { echo "skipped serve: no $SHARED/corpora"; exit 0; }
python3 - "$SHARED/corpora" >"$work/requests.ndjson" <<'X'
import json, sys
rows = []
for name in ("zh-waimai", "zh-shopping10", "zh-hotel-chnsenticorp"):
    with open(f"{sys.argv[1]}/{name}/dev.tsv", encoding="utf-8") as f:
        rows += [t for t in (line.split("\t")[1] for line in f) if 140 <= len(t.encode()) <= 160]
for i in range(100000):
    print(json.dumps({"id": i, "text": rows[i % len(rows)]}, ensure_ascii=False))
X
VOXPOP_MODEL=${VOXPOP_MODEL:-$BUILD/voxpop.vox} "$work/serve_bench" "$BUILD/voxpop" "$work/requests.ndjson" "${1:-200000}" ${2:-}
