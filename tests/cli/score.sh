# score.sh - voxpop score: records to the byte, errors, exit codes.
. tests/cli/helpers

same "csv" score-csv.ndjson 0 "$voxpop" score small.csv $columns
same "csv with evidence" score-evidence.ndjson 0 "$voxpop" score small.csv $columns --evidence
same "tsv, two text columns" score-tsv.ndjson 0 "$voxpop" score small.tsv --id-column id --text-column text --text-column more \
  --score-column nps --segment-column branch --keep branch --keep text
same "ndjson" score-ndjson.ndjson 0 "$voxpop" score small.ndjson --id-column id --text-column text --score-column nps \
  --segment-column branch --keep id --keep text
same "lines" score-lines.ndjson 0 "$voxpop" score small.txt --format lines
same "questions with roles" score-questions.ndjson 0 "$voxpop" score questions.csv --id-column id --question reason:reason_neg \
  --question wish:expectation --score-column nps
same "bad rows in place, csv" score-bad-csv.ndjson 0 "$voxpop" score bad.csv $columns --encoding utf-8
same "bad rows in place, ndjson" score-bad-ndjson.ndjson 0 "$voxpop" score bad.ndjson --text-column text --encoding utf-8
same "stars" score-stars.ndjson 0 "$voxpop" score small.csv --id-column id --text-column text --score-column nps --score-scale 1..5

# The same rows by other ways.
"$voxpop" score small.csv $columns >"$folder/one"
cat "$folder/one" "$folder/one" >"$folder/two"
way() { # NAME WANTED COMMAND...
  name=$1 wanted=$2
  shift 2
  "$@" >"$out" 2>"$err"
  if cmp -s "$out" "$wanted"; then pass "$name"; else miss "$name" "differs: $(head -n 1 "$err")"; fi
}
way "standard input" "$folder/one" sh -c "\"$voxpop\" score --format csv $columns <small.csv"
way "a dash is standard input" "$folder/one" sh -c "\"$voxpop\" score --format csv $columns - <small.csv"
way "two files" "$folder/two" "$voxpop" score small.csv small.csv $columns
way "a file and standard input" "$folder/two" sh -c "\"$voxpop\" score --format csv $columns small.csv - <small.csv"
way "jobs" "$folder/two" "$voxpop" score small.csv small.csv $columns --jobs 4
way "gzip" "$folder/one" sh -c "gzip -c small.csv | \"$voxpop\" score --format csv $columns"
way "gb18030" "$folder/one" sh -c "iconv -f utf-8 -t gb18030 small.csv | \"$voxpop\" score --format csv $columns --encoding gb18030"
way "option=value, operands first" "$folder/one" "$voxpop" score small.csv --id-column=id --text-column=text --score-column=nps \
  --segment-column=branch --date-column=day --jobs=2
way "after two dashes" "$folder/one" "$voxpop" score $columns -- small.csv
cp small.csv "$folder/-dash.csv"
way "-o" "$folder/one" sh -c "\"$voxpop\" score small.csv $columns -o '$folder/made' && cat '$folder/made'"

# Ends.
says "unknown option" 2 "unknown option --colour" "$voxpop" score small.csv --colour red
says "an option without its value" 2 "needs a value" "$voxpop" score small.csv --text-column
says "a flag with a value" 2 "takes no value" "$voxpop" score small.csv --evidence=yes
says "a number that is none" 2 "whole number" "$voxpop" score small.csv --jobs many
says "a format that is none" 2 "csv, tsv, ndjson" "$voxpop" score small.csv --format xls
says "a role that is none" 2 "reason_neg" "$voxpop" score small.csv --question text:rant
says "a column that is missing, nearest name" 2 "text" "$voxpop" score small.csv --text-column txt
says "a segment that is missing, nearest name" 2 "branch" "$voxpop" score small.csv --text-column text --segment-column brunch
says "an encoding that is none" 2 "klingon\|encoding" "$voxpop" score small.csv --text-column text --encoding klingon
says "no such command" 2 "no command scores" "$voxpop" scores small.csv
says "a model that is missing" 4 "none.vox" "$voxpop" score small.csv --text-column text --model none.vox
says "a model that is none" 4 "small.csv" "$voxpop" score small.csv --text-column text --model small.csv
says "a model that is missing, by the environment" 4 "none.vox" env VOXPOP_MODEL=none.vox "$voxpop" score small.csv --text-column text
says "an input that is missing" 5 "none.csv" "$voxpop" score none.csv --text-column text
says "-o does not replace" 2 "force" "$voxpop" score small.csv $columns -o "$folder/made"
holds "what -o did not replace stands" cmp "$folder/made" "$folder/one"
way "-o --force" "$folder/two" sh -c "\"$voxpop\" score small.csv small.csv $columns -o '$folder/made' --force && cat '$folder/made'"

"$voxpop" score bad.csv $columns --encoding utf-8 --max-bad 1 >"$out" 2>"$err"
code=$?
holds "--max-bad: exit 3" [ $code = 3 ]
holds "--max-bad: a message" grep -q "bad rows" "$err"
holds "--max-bad: good rows before it are there" grep -q '"id":"b1"' "$out"
"$voxpop" score bad.csv $columns --encoding utf-8 --max-bad 3 >"$out" 2>"$err"
holds "--max-bad that is not passed: exit 0" [ $? = 0 ]
"$voxpop" score bad.csv bad.csv $columns --encoding utf-8 --max-bad 4 >"$out" 2>"$err"
holds "--max-bad counts over all files" [ $? = 3 ]
rm -f "$folder/kept"
"$voxpop" score bad.csv $columns --encoding utf-8 --max-bad 0 -o "$folder/kept" 2>"$err"
holds "--max-bad: -o makes no file" [ ! -e "$folder/kept" ]
exit $bad
