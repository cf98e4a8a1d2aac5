# report.sh - voxpop report: the document and the page to the byte, ends.
. tests/cli/helpers

same "report of csv" report-csv.json 0 "$voxpop" report small.csv $columns
same "report of ndjson" report-ndjson.json 0 "$voxpop" report small.ndjson --id-column id --text-column text --score-column nps
same "report with bad rows" report-bad.json 0 "$voxpop" report bad.csv $columns --encoding utf-8
same "report of another scale" report-stars.json 0 "$voxpop" report small.csv --text-column text --score-column nps --score-scale 1..5
same "summary" summary-zh.txt 0 "$voxpop" report small.csv $columns --summary
same "summary in English" summary-en.txt 0 "$voxpop" report small.csv $columns --summary --lang en
printf 'text,nps\n' >"$folder/empty.csv"
same "report of no rows" report-empty.json 0 "$voxpop" report "$folder/empty.csv" --text-column text --score-column nps
"$voxpop" report small.csv $columns -o "$folder/made.json" --summary >"$out" 2>"$err"
holds "-o and --summary: the document" cmp "$folder/made.json" "$golden/report-csv.json"
holds "-o and --summary: the page" cmp "$out" "$golden/summary-zh.txt"
says "-o does not replace" 2 "force" "$voxpop" report small.csv $columns -o "$folder/made.json"
says "a language that is none" 2 "zh or en" "$voxpop" report small.csv $columns --lang fr
says "a scale that is none" 2 "nps, stars5" "$voxpop" report small.csv $columns --score-scale ten
says "a column that is missing" 2 "nps" "$voxpop" report small.csv --text-column text --score-column npss
says "more bad rows than allowed" 3 "bad rows" "$voxpop" report bad.csv $columns --encoding utf-8 --max-bad 2
head -n 5 small.csv >"$folder/a.csv"
{ head -n 1 small.csv; tail -n +6 small.csv; } >"$folder/b.csv"
"$voxpop" report "$folder/b.csv" "$folder/a.csv" $columns >"$out" 2>"$err"
holds "the order of files does not matter" cmp "$out" "$golden/report-csv.json"

python=/usr/bin/python3
[ -x $python ] || python=python3
check() { # NAME SCHEMA FILE OPTIONS...
  name=$1 schema=$root/tests/schema/$2.schema.json
  shift 2
  $python "$root/tests/schema/check.py" "$1" "$schema" ${2:-} >"$folder/log" 2>&1
  case $? in
  0) pass "$name against the schema" ;;
  77) echo "skipped cli $name against the schema: no python3-jsonschema" ;;
  *) miss "$name against the schema" "$(tail -n 1 "$folder/log")" ;;
  esac
}
for file in "$golden"/report-*.json; do check "$(basename "$file")" report "$file"; done
for file in "$golden"/score-*.ndjson; do check "$(basename "$file")" record "$file" --ndjson; done
exit $bad
