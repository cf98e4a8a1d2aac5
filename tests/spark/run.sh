#!/bin/sh
# The Spark job on a real master with two workers on loopback, against the program on the same rows.
# Prints `ok NAME`, `not ok NAME` or `skipped NAME: why`, and counts. ROWS (20000) and, with FULL=1, 1000000.
# PYTHON: one that has pyspark (make deps-spark).
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=${BUILD:-$root/build}
case $BUILD in /*) ;; *) BUILD=$root/$BUILD ;; esac
python=${PYTHON:-$BUILD/spark/bin/python}
rows=${ROWS:-20000}
[ "${FULL:-}" = 1 ] && rows=1000000
passed=0 failed=0 skipped=0
pass() { passed=$((passed + 1)); echo "ok $1"; }
miss() { failed=$((failed + 1)); echo "not ok $1"; [ $# -lt 2 ] || echo "$2" | tail -n 20; }
holds() { # NAME COMMAND...
  name=$1
  shift
  if "$@" >"$folder/out" 2>&1; then pass "$name"; else miss "$name" "$(cat "$folder/out")"; fi
}
total() { echo "$passed passed, $failed failed, $skipped skipped"; }

if ! "$python" -c 'import pyspark, pandas, pyarrow' 2>/dev/null || ! command -v java >/dev/null; then
  skipped=1
  echo "skipped spark: no pyspark or no java; make deps-spark installs them"
  total
  exit 0
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/voxpop-spark.XXXXXX")
. "$root/tests/spark/cluster.sh"
trap 'cluster_stop; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

export VOXPOP_PROGRAM="$BUILD/voxpop" VOXPOP_MODEL="$BUILD/voxpop.vox"
columns="--id-column id --text-column comment --score-column nps --date-column day --segment-column branch --by month"
local_report() { # FILE OUT
  "$VOXPOP_PROGRAM" report "$1" --format ndjson --encoding utf-8 $columns --min-n 3 -o "$2" --force >/dev/null 2>&1
}
python3 "$root/tests/spark/planted.py" "$rows" >"$folder/rows.ndjson"
python3 "$root/tests/spark/planted.py" "$rows" --truth >"$folder/truth.json"
local_report "$folder/rows.ndjson" "$folder/local.json"
echo "# $rows rows, $(wc -c <"$folder/rows.ndjson") bytes; Spark $("$python" -c 'import pyspark; print(pyspark.__version__)')"
if ! cluster_start; then
  miss "a master and two workers" "$(cat "$folder"/*.log)"
  total
  exit 1
fi
pass "a master and two workers"

# ---- The same bytes -------------------------------------------------------------------------------------------
begun=$(workers_cpu)
submit report "$folder/rows.ndjson" --format ndjson --partitions 40 $columns --min-n 3 -o "$folder/lines.json" --stats "$folder/stats.json"
holds "40 partitions of lines: the report of one run, to the byte" cmp "$folder/lines.json" "$folder/local.json" || tail -n 20 "$folder/submit.log"
holds "the planted truth is in it" python3 - "$folder/lines.json" "$folder/truth.json" <<'PY'
import json, sys
report, truth = (json.load(open(f)) for f in sys.argv[1:3])
themes = {t["id"]: t["n"] for t in report["themes"]}
found = {"rows": report["base"]["rows"], "scored": report["base"]["scored"], "promoters": report["nps"]["promoters"],
         "detractors": report["nps"]["detractors"], "themes": {name: themes.get(name) for name in truth["themes"]}}
wrong = {k: (v, truth[k]) for k, v in found.items() if v != truth[k]}
print(wrong)
sys.exit(bool(wrong))
PY
python3 - "$folder/stats.json" <<'PY'
import json, sys
tasks = json.load(open(sys.argv[1]))["tasks"]
size, program, python = (sum(t[k] for t in tasks) for k in ("bytes", "program_cpu", "python_cpu"))
print(f"# {len(tasks)} partitions, {size} bytes; CPU: program {program:.2f} s, Python {python:.2f} s; "
      f"{size / 1e6 / (program + python):.2f} MB/s per core; largest partial {max(t['partial_bytes'] for t in tasks)} bytes")
PY

echo "# CPU of both executors' JVMs, their start included: $(($(workers_cpu) - begun)) ticks of 1/$(getconf CLK_TCK) s"

# ---- Scored Parquet, read again as a DataFrame; bad rows -------------------------------------------------------
python3 "$root/tests/spark/planted.py" 2000 --bad 1000 >"$folder/bad.ndjson"
local_report "$folder/bad.ndjson" "$folder/bad-local.json"
submit report "$folder/bad.ndjson" --format ndjson $columns --min-n 3 -o "$folder/bad.json"
holds "ill-formed rows: the report of one run" cmp "$folder/bad.json" "$folder/bad-local.json"
mkdir "$folder/parts"
python3 "$root/tests/spark/planted.py" 300 >"$folder/parts/good.ndjson"
python3 -c 'for i in range(500): print("not a row", i)' >"$folder/parts/bad.ndjson"
submit score "$folder/parts" --format ndjson ${columns%% --by*} --max-bad 10 -o "$folder/scored"
code=$?
holds "a bad partition: more bad rows than allowed is exit code 3" [ $code -eq 3 ]
holds "and each of its rows is an error record" "$python" - "$folder/scored" "$folder/parts/good.ndjson" <<'PY'
import sys
import pyarrow.parquet as pq
rows = pq.read_table(sys.argv[1]).to_pylist()
bad = [r for r in rows if r["error"]]
answered = sum(b'"comment":null' not in line for line in open(sys.argv[2], "rb"))
print(len(rows), len(bad), answered)
sys.exit(not (len(rows) - len(bad) == answered and len(bad) == 500 and all(r["error"]["code"] == "bad_json" for r in bad)
              and any(r["sentiment"] and r["sentiment"]["label"] == "negative" for r in rows)))
PY

# ---- Parquet in, nine rows of ten in one partition ----------------------------------------------------------
"$python" - "$folder" <<'PY'
import json, os, sys
import pyarrow as pa, pyarrow.parquet as pq
folder = sys.argv[1]
rows = [json.loads(line) for line in open(f"{folder}/rows.ndjson", encoding="utf-8")]
os.mkdir(f"{folder}/skewed")
cut = len(rows) * 9 // 10
for name, part in (("most", rows[:cut]), ("some", rows[cut:])):
    pq.write_table(pa.Table.from_pylist(part), f"{folder}/skewed/{name}.parquet")
PY
submit report "$folder/skewed" --format parquet $columns --min-n 3 -o "$folder/skewed.json"
holds "Parquet, 90 % in one partition: the report of one run" cmp "$folder/skewed.json" "$folder/local.json"

# ---- TSV, an overlay, a dictionary and a side table go along ----------------------------------------------------
mkdir "$folder/tables"
python3 "$root/tests/spark/planted.py" 3000 | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
names = list(rows[0])
for part in (0, 1):
    with open(f"{sys.argv[1]}/tables/{part}.tsv", "w", encoding="utf-8") as f:
        f.write("\t".join(names) + "\n")
        f.writelines("\t".join("" if r[n] is None else str(r[n]) for n in names) + "\n" for r in rows[part * 1000:1000 + part * 2000])
with open(f"{sys.argv[1]}/side.csv", "w", encoding="utf-8") as f:
    f.write("id,tier\n")
    f.writelines(f"{r[names[0]]},tier{i % 3}\n" for i, r in enumerate(rows) if i % 7)
' "$folder"
printf '%s\n' '#: id: gifts' '#: version: 1' '#: language: zh' '#: licence: MIT' '#: author: the voxpop authors' '#: method: for this test' \
  'gifts	define	送礼 | Gifts' 'gifts	rule	送人正好 NOT 太慢' >"$folder/gifts.tsv"
printf '送人正好 5 v\n' >"$folder/words.txt"
along="$columns --min-n 3 --overlay $folder/gifts.tsv --dict $folder/words.txt --join $folder/side.csv --on id --join-column tier --segment-column tier"
"$VOXPOP_PROGRAM" report "$folder"/tables/0.tsv "$folder"/tables/1.tsv --format tsv --encoding utf-8 $along -o "$folder/along-local.json" >"$folder/out" 2>&1 || cat "$folder/out"
submit report "$folder/tables" --format tsv $along -o "$folder/along.json"
holds "TSV, an overlay, a dictionary, a side table: the report of one run" cmp "$folder/along.json" "$folder/along-local.json" || tail -n 20 "$folder/submit.log"
holds "and they were used" python3 - "$folder/along.json" <<'PY'
import json, sys
r = json.load(open(sys.argv[1], encoding="utf-8"))
gifts = [t["n"] for t in r["themes"] if t["id"] == "gifts"]
tiers = {s["value"] for s in r["segments"] if s["column"] == "tier"}
print(gifts, tiers)
sys.exit(not (gifts and gifts[0] > 100 and {"tier0", "tier1", "tier2"} <= tiers))
PY

# ---- A worker dies in the middle ------------------------------------------------------------------------------
# A program that takes its time: the worker dies with tasks in its hands, whatever the machine.
printf '#!/bin/sh\n[ "$1" = report ] && sleep 2\nexec "%s" "$@"\n' "$VOXPOP_PROGRAM" >"$folder/slow"
chmod +x "$folder/slow"
rm -f "$folder/submit.log" # that of the job before would be taken for this one's
VOXPOP_PROGRAM="$folder/slow" submit report "$folder/rows.ndjson" --format ndjson --partitions 16 $columns --min-n 3 -o "$folder/killed.json" &
job=$!
# Told by the driver's log: the work has begun, and is not over.
wait_for "$folder/submit.log" "Finished task [2-5]\.0 in stage [1-9]" 1
kill_group worker2
wait $job
lost=$(grep -c -E "Lost (task|executor)|Executor lost" "$folder/submit.log")
holds "a worker was lost while the job ran ($lost messages)" [ "$lost" -gt 0 ]
holds "and the report is that of one run" cmp "$folder/killed.json" "$folder/local.json"

# ---- Loudly ----------------------------------------------------------------------------------------------------
# On the driver it has the name that it was written under; on a worker it has that of what was shipped.
printf '#!/bin/sh\ncase $0 in "%s")  echo voxpop 0.1.0 ;; *) echo "no library" >&2; exit 127 ;; esac\n' "$folder/broken" >"$folder/broken"
chmod +x "$folder/broken"
VOXPOP_PROGRAM="$folder/broken" submit report "$folder/parts" --format ndjson $columns
code=$?
holds "a program that does not run on a worker fails the job" [ $code -eq 6 ]
holds "and says what the worker said" grep -q "voxpop: the program does not run on this worker as voxpop 0.1.0: no library" "$folder/submit.log"
refuses() { # NAME WORDS ARGUMENT...
  name=$1 words=$2
  shift 2
  "$python" "$root/tools/spark/voxpop_spark.py" "$@" >"$folder/out" 2>&1
  code=$?
  if [ $code -eq 2 ] && grep -q -- "$words" "$folder/out"; then pass "$name"; else miss "$name" "$code $(cat "$folder/out")"; fi
}
refuses "columns that would be guessed" "say --id-column" report x --format ndjson --text-column a
refuses "--dedup" "only its own rows" report x --format ndjson $columns --dedup drop
refuses "--wrappers auto" "--strip" report x --format ndjson $columns --wrappers auto
refuses "an option that there is none of" "no such option" report x --format ndjson $columns --colour
total
[ $failed -eq 0 ]
