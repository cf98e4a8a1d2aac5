# merge.sh - partial reports: any split gives one run's bytes; refusals; tables, side tables, words in context.
. tests/cli/helpers

python3 "$root/tests/bench/report_rows.py" 150 >"$folder/rows.csv"
# What a shard alone might guess otherwise is said: scale and encoding.
of_rows="--id-column id --text-column comment --score-column nps --score-scale nps --encoding utf-8 --date-column day"
asks="--segment-column branch --by month --rollup region/branch --per customer --weight-column value --compare region:区1,区2"
tell="--min-n 2 --target nps=10 --ridge 5"
"$voxpop" report "$folder/rows.csv" $of_rows $asks $tell >"$folder/one.json" 2>"$err"
"$voxpop" report "$folder/rows.csv" $of_rows $asks --partial >"$folder/one.part" 2>"$err"
for shards in 1 2 7 64; do
  rm -f "$folder"/s.*
  # The header, then each row into a shard of its own choosing.
  awk -v shards="$shards" -v folder="$folder" 'NR == 1 { head = $0; next }
    { f = folder "/s." (NR * 7919 % shards); if (!(f in seen)) { print head > f; seen[f] = 1 } print > f }' "$folder/rows.csv"
  for f in "$folder"/s.*; do "$voxpop" report "$f" $of_rows $asks --partial -o "$folder/$(basename "$f" | tr . _).part" --force --format csv; done
  parts=$(ls -r "$folder"/s_*.part)
  "$voxpop" merge $parts $tell >"$out" 2>"$err"
  holds "$shards shards: the report of one run" cmp "$out" "$folder/one.json"
  "$voxpop" merge --partial $parts >"$out" 2>"$err"
  holds "$shards shards: partial and partial is the partial of one run" cmp "$out" "$folder/one.part"
  rm -f "$folder"/s_*.part
done
python=/usr/bin/python3
[ -x $python ] || python=python3
for pair in partial:one.part report:one.json; do
  $python "$root/tests/schema/check.py" "$folder/${pair#*:}" "$root/tests/schema/${pair%:*}.schema.json" >"$out" 2>&1
  case $? in
  0) pass "${pair#*:} against the schema" ;;
  77) echo "skipped cli ${pair#*:} against the schema: no python3-jsonschema" ;;
  *) miss "${pair#*:} against the schema" "$(tail -n 1 "$out")" ;;
  esac
done
"$voxpop" report "$folder/rows.csv" $of_rows --partial >"$folder/other.part" 2>"$err"
says "merging other options" 3 "different options" "$voxpop" merge "$folder/one.part" "$folder/other.part"
sed 's/"sha256":"......./"sha256":"0000000/' "$folder/one.part" >"$folder/forged.part"
says "merging another lexicon" 3 "another lexicon" "$voxpop" merge "$folder/forged.part"
sed 's/voxpop.partial.1/voxpop.partial\/9/' "$folder/one.part" >"$folder/later.part"
says "merging a later version" 3 "another version" "$voxpop" merge "$folder/later.part"
head -c 1000 "$folder/one.part" >"$folder/cut.part"
says "merging half a file" 3 "not a partial report" "$voxpop" merge "$folder/cut.part"
says "merging a report" 3 "schema" "$voxpop" merge "$folder/one.json"
says "merging nothing" 2 "no partial report" "$voxpop" merge
says "--partial and --summary" 2 "merge prints them" "$voxpop" report small.csv $columns --partial --summary
says "a question that is none" 2 "day, week, month or quarter" "$voxpop" report small.csv $columns --by year
says "a comparison that is none" 2 "a comparison reads" "$voxpop" report small.csv $columns --compare branch
says "a target that is none" 2 "NAME=NUMBER" "$voxpop" report small.csv $columns --target nps=high
says "a target of nothing that is counted" 2 "no figure" "$voxpop" report small.csv $columns --target npz=40
says "a target beyond the scale" 2 "from -100 to 100" "$voxpop" report small.csv $columns --target nps=400
says "a baseline that ends before it begins" 2 "FROM..TO" "$voxpop" report small.csv $columns --baseline 2026-02-01..2026-01-01

# What is new: a word and a theme from 6 to 42 rows, and one that stays.
python3 - "$folder" <<'PY'
import sys
folder = sys.argv[1]
for name, planted in (("before", 6), ("now", 42)):
    with open(f"{folder}/{name}.csv", "w", encoding="utf-8") as f:
        f.write("id,text,nps,branch,day\n")
        for i in range(400):
            words = "nightmode" if i < planted else "weather"
            f.write(f'{i},"steady {words} common",{i % 11},x,2026-0{1 if name == "before" else 2}-01\n')
PY
"$voxpop" report "$folder/before.csv" $columns >"$folder/before.json" 2>"$err"
"$voxpop" report "$folder/now.csv" $columns --baseline "$folder/before.json" >"$out" 2>"$err"
holds "a planted word emerges against a report, a steady one does not" python3 - "$out" <<'PY'
import json, sys
found = [e["id"] for e in json.load(open(sys.argv[1]))["emerging"] if e["kind"] == "term"]
sys.exit(found != ["nightmode"])
PY
"$voxpop" report "$folder/before.csv" "$folder/now.csv" $columns --baseline 2026-01-01..2026-01-31 >"$out" 2>"$err"
holds "and against days" python3 - "$out" <<'PY'
import json, sys
found = [e for e in json.load(open(sys.argv[1]))["emerging"] if e["kind"] == "term"]
sys.exit(not (found and found[0]["before"]["n"] == 6 and found[0]["now"]["n"] == 42))
PY
says "a baseline that is no report" 3 "no report" "$voxpop" report small.csv $columns --baseline small.csv

# Six and four with a threshold of five: neither is told, nor can it be worked out.
{ echo "id,text,nps,branch,day"; for i in 1 2 3 4 5 6; do echo "$i,ok,9,men,"; done; for i in 7 8 9 10; do echo "$i,ok,3,women,"; done; } >"$folder/small.csv"
"$voxpop" report "$folder/small.csv" $columns --min-n 5 >"$out" 2>"$err"
holds "six and four are both hidden" python3 - "$out" <<'PY'
import json, sys
s = json.load(open(sys.argv[1]))["segments"]
sys.exit(not (len(s) == 2 and all(x["suppressed"] and "n" not in x for x in s)))
PY

# Weights of one change nothing.
{ echo "id,text,nps,branch,day,w"; tail -n +2 "$folder/now.csv" | sed 's/$/,1/'; } >"$folder/weight.csv"
"$voxpop" report "$folder/weight.csv" $columns --weight-column w >"$out" 2>"$err"
holds "weights of one give the unweighted figures" python3 - "$out" <<'PY'
import json, sys
r = json.load(open(sys.argv[1]))
w, n = r["weighted"], r["nps"]
shares = {t["id"]: t["share"] for t in r["themes"]}
sys.exit(not (w["nps"] == n["nps"] and w["ci95"] == n["ci95"] and w["effective_n"] == n["n"]
              and all(shares[t["id"]] == t["share"] for t in w["themes"])))
PY

# A side table by id.
printf 'key,tier\n1,=gold\n2,"a ""b"", c"\n2,other\n' >"$folder/side.csv"
"$voxpop" report "$folder/now.csv" $columns --join "$folder/side.csv" --on key --join-column tier --segment-column tier --csv "$folder/tables" --bom >"$out" 2>"$err"
holds "rows that the side table does not know are told" grep -q "398 rows" "$err"
holds "formulas are guarded, quotes doubled" python3 - "$folder/tables/segments.csv" <<'PY'
import csv, sys
text = open(sys.argv[1], "rb").read()
rows = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
values = {r["value"]: r["n"] for r in rows if r["column"] == "tier"}
sys.exit(not (text.startswith(b"\xef\xbb\xbf") and values == {"": "398", "'=gold": "1", 'a "b", c': "1"}))
PY
says "tables are not replaced" 2 "force" "$voxpop" report small.csv $columns --csv "$folder/tables" -o "$folder/again.json"

# Words in context, masked.
printf 'id,text,nps\n1,打了客服电话13812345678没人接，客服很慢,2\n' >"$folder/k.csv"
"$voxpop" kwic "$folder/k.csv" --id-column id --text-column text --score-column nps --term 没人 --around 12 >"$out" 2>"$err"
holds "kwic masks" sh -c "grep -q 手机号 '$out' && ! grep -q 13812345678 '$out'"
holds "kwic: a line of numbers, strings and null" python3 - "$out" <<'PY'
import json, sys
hit = json.loads(open(sys.argv[1], encoding="utf-8").readline())
sys.exit(not (hit["line"] == 2 and hit["id"] == "1" and hit["group"] == "detractor" and list(hit) == ["id", "line", "group", "left", "match", "right"]))
PY
printf '{"id":7,"text":"客服很慢"}\n' | "$voxpop" kwic --id-column id --text-column text --term 客服 >"$out" 2>"$err"
holds "kwic: no group, an id that is a number" grep -q '^{"id":7,"line":1,"group":null,' "$out"
says "kwic: a theme that is not there" 2 "no theme nowhere" "$voxpop" kwic small.csv --theme nowhere
says "kwic: a byte order mark before JSON" 2 "with --csv" "$voxpop" kwic small.csv --term x --bom
says "kwic without a word" 2 "term and --theme" "$voxpop" kwic small.csv
exit $bad
