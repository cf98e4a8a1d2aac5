# quality.sh - comments that are no answers, text that is read over, personal data, texts that come again: F1 of each class
# on the tables of tests/data/quality, and the options that go with them.
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$(pwd)/$BUILD ;; esac
voxpop=$BUILD/voxpop
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bad=0
VOXPOP_MODEL=$BUILD/voxpop.vox
export VOXPOP_MODEL
verdict() { if [ "$1" = 0 ]; then echo "ok cli quality $2"; else bad=1; echo "not ok cli quality $2"; fi; }

for part in first fresh; do
  python3 tests/cli/quality_measure.py "$voxpop" $part >"$folder/figures"
  code=$?
  sed 's/^/# /' "$folder/figures"
  verdict $code "$part: every class reaches its floor"
done

rows=tests/data/quality/repeats-first.tsv
"$voxpop" score $rows --text-column text --dedup mark >"$folder/one"
"$voxpop" score $rows --text-column text --dedup mark --jobs 4 >"$folder/four"
cmp -s "$folder/one" "$folder/four"
verdict $? "marks do not depend on jobs"
"$voxpop" score $rows --text-column text --dedup drop >"$folder/dropped" 2>"$folder/said"
marked=$(grep -c '"[a-z_]*duplicate"' "$folder/one")
[ $(($(wc -l <"$folder/one") - $(wc -l <"$folder/dropped"))) = "$marked" ] && grep -q "$marked rows whose text came again" "$folder/said"
verdict $? "dropped rows are the marked ones, and counted"
"$voxpop" report $rows --text-column text --dedup drop --jobs 3 2>/dev/null | grep -q '"dedup": *"drop"'
verdict $? "a report names the option"

i=0
while [ $i -lt 60 ]; do
  echo "（本条由系统转发）第${i}家店的服务很差，垃圾"
  i=$((i + 1))
done >"$folder/wrapped.txt"
"$voxpop" score "$folder/wrapped.txt" --format lines --evidence >"$folder/found" 2>"$folder/said"
grep -q "1 texts that stand around" "$folder/said" && [ "$(grep -c '"wrapper"' "$folder/found")" = 60 ]
verdict $? "a wrapper is found by repetition"
python3 - "$folder/wrapped.txt" "$folder/found" <<'PY'
import json, sys
texts = open(sys.argv[1], "rb").read().splitlines()
records = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
spans = [(t, e) for t, r in zip(texts, records) for e in r["evidence"]]
assert spans
for text, e in spans:
    assert e["rule"] == "learned" or text[e["span"][0]:e["span"][1]].decode("utf-8") == e["term"], e
    assert e["span"][0] >= len("（本条由系统转发）".encode("utf-8")), e
PY
verdict $? "spans count in the text with its wrapper"
"$voxpop" score --format lines <"$folder/wrapped.txt" 2>/dev/null | grep -q '"wrapper"'
[ $? = 1 ]
verdict $? "a stream has no first look"
"$voxpop" score --format lines --strip '（本条由系统转发）' <"$folder/wrapped.txt" 2>/dev/null >"$folder/strip"
[ "$(grep -c '"wrapper"' "$folder/strip")" = 60 ]
verdict $? "--strip takes it off in a stream"
"$voxpop" score "$folder/wrapped.txt" --format lines --wrappers off 2>/dev/null | grep -q '"wrapper"'
[ $? = 1 ]
verdict $? "--wrappers off"
"$voxpop" explain --json '专业刷榜，物流快，软件好用，加微信 seo88123' | grep -q '"themes": *\[\].*"spam"'
verdict $? "what advertising names is no theme"

printf 'id,text,note\n1,电话13912345678打不通,卡号4111111111111111\n2,"a ""b"" x@example.org",\n' >"$folder/pii.csv"
"$voxpop" score "$folder/pii.csv" --text-column text --id-column id --mask-text text --mask-text note --keep id >"$folder/masked"
grep -q '"keep":{"id":"1","text":"电话\[手机号\]打不通","note":"卡号\[银行卡号\]"}' "$folder/masked" &&
  grep -q '"keep":{"id":"2","text":"a \\"b\\" \[email\]","note":""}' "$folder/masked"
verdict $? "columns are printed masked"
printf '{"text":"\\u0031\\u0033912345678","n":13912345678}\n' |
  "$voxpop" score --format ndjson --text-column text --mask-text text --mask-text n >"$folder/masked"
grep -q '"keep":{"text":"\[phone\]","n":"\[phone\]"}' "$folder/masked"
verdict $? "escapes hide nothing"
for wrong in "--dedup keep" "--wrappers on"; do
  "$voxpop" score $rows --text-column text $wrong >/dev/null 2>&1
  [ $? = 2 ]
  verdict $? "wrong use: $wrong"
done
exit $bad
