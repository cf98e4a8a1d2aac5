# inspect.sh - how a file is read: the page, row filters and where they are wrong, roles of questions.
. tests/cli/helpers

holds "inspect finds the columns" sh -c "$voxpop inspect sample-nps.csv | grep -q 'to repeat .*--id-column 答卷编号 --date-column 提交时间 --score-column 推荐度 --text-column 评价内容'"
holds "inspect names the encoding and why" sh -c "$voxpop inspect sample-nps.csv | grep -q 'UTF-8: byte order mark'"
holds "inspect --json is JSON" sh -c "$voxpop inspect --json sample-nps.csv small.tsv | python3 -c 'import json,sys; assert [json.loads(l)[\"rows\"] for l in sys.stdin][0] == 640'"
printf 'text,comment\na b,c d\n' >"$folder/two.csv"
holds "inspect tells an ambiguous guess" sh -c "$voxpop inspect $folder/two.csv | grep -q 'problem .*candidates: text (its name), comment (its name)'"
says "score refuses it" 2 'candidates: text (its name), comment (its name)' "$voxpop" score "$folder/two.csv"
printf 'id,text\n1,\033[31mred \302\233 \342\200\256 end\n' >"$folder/esc.csv"
holds "inspect obeys no control characters" sh -c "$voxpop inspect $folder/esc.csv | LC_ALL=C grep -q '\\\\x1B\\[31mred \\\\x9B \\\\u202E end'"
# The command it prints reads the same.
line=$($voxpop inspect sample-nps.csv | sed -n 's/^  to repeat *voxpop //p')
eval "$voxpop $line" >"$folder/repeated" 2>"$err"
"$voxpop" score sample-nps.csv >"$folder/guessed" 2>>"$err"
holds "the command line repeats the reading" cmp "$folder/repeated" "$folder/guessed"

"$voxpop" score sample-nps.csv --where '推荐度 <= 6 and 门店 != "浦东店"' >"$out" 2>"$err"
"$voxpop" score sample-nps.csv --segment-column 门店 2>/dev/null | python3 -c "
import json,sys
print(sum(1 for l in sys.stdin for r in [json.loads(l)] if r['score'] is not None and r['score'] <= 6 and r['segments']['门店'] != '浦东店'))" >"$folder/n"
holds "--where keeps the right rows" test "$(grep -c '' "$out")" = "$(cat "$folder/n")"
holds "--where says how many it dropped" grep -q 'rows dropped by --where' "$err"
"$voxpop" score sample-nps.csv --since 2026-01-04 --until 2026-01-05 2>/dev/null >"$out"
holds "--since and --until" sh -c "grep -q 2026-01-04 '$out' && ! grep -v -e 2026-01-04 -e 2026-01-05 '$out' | grep -q ."
says "--where with a fault" 2 '^  推荐度 <> 3$' "$voxpop" score sample-nps.csv --where '推荐度 <> 3'
says "--where points at it" 2 '^          ^$' "$voxpop" score sample-nps.csv --where '推荐度 <> 3'
says "--where without such a column" 2 'near to it' "$voxpop" score sample-nps.csv --where '推荐渡 == 3'
printf 'text,nps\na,100\nb,40\n' >"$folder/percent.csv"
says "a scale that must be said" 2 'run from 40 to 100: say which scale' "$voxpop" score "$folder/percent.csv"

printf 'id,bad,better\n1,价格,没有\n2,,Nothing\n3,没有,nothing\n' >"$folder/q.csv"
"$voxpop" score "$folder/q.csv" --question bad:reason_neg --question better:suggestion >"$out" 2>"$err"
cat >"$folder/roles.py" <<'END'
import json, sys
for line in open(sys.argv[1]):
    r = json.loads(line)
    label = r["sentiment"]["label"] if r["sentiment"] else None
    if r["question"] == "better":
        assert label != "negative", r
    if (r["id"], r["question"]) == ("1", "bad"):
        assert [t for t in r["themes"] if t["id"].startswith("price") and t["sentiment"] and t["sentiment"]["label"] == "negative"], r
END
full=$BUILD/voxpop.vox
if [ -f "$full" ]; then
  "$voxpop" score --model "$full" "$folder/q.csv" --question bad:reason_neg --question better:suggestion >"$out" 2>"$err"
  holds "roles: 价格 under reason_neg is negative, 没有 to a suggestion is not" python3 "$folder/roles.py" "$out"
else
  echo "skipped cli roles: no full lexicon"
fi
exit $bad
