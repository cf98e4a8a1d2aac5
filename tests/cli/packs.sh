#!/bin/sh
# packs.sh - every pack that ships: lint, its example comments, its size; how packs are named and suggested.
program=${BUILD:-build}/voxpop
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bad=0
pass() { echo "ok packs: $1"; }
miss() { bad=1; echo "not ok packs: $1"; shift; printf '%s\n' "$@" | head -n 20; }
check() {
  name=$1
  shift
  if log=$("$@" 2>&1); then pass "$name"; else miss "$name" "$log"; fi
}
all= names=
for file in lexicons/packs/*.tsv; do
  name=$(basename "$file" .tsv)
  names="$names $name" all="$all --pack $file"
done
# shellcheck disable=SC2086
check "lint" "$program" lexicon lint lexicons $all --strict
for name in $names; do
  file=lexicons/packs/$name.tsv
  log=$("$program" lexicon test --pack "$file" 2>&1)
  code=$?
  n=$(printf '%s\n' "$log" | sed -n 's/ comments, .*//p')
  if [ $code = 0 ] && [ "${n:-0}" -ge 40 ]; then pass "$name: $n comments yield what they must"; else miss "$name: comments" "$log"; fi
  themes=$(awk -F '\t' '$2 == "theme" && $3 != "-" {print $3}' "$file" | sort -u | wc -l)
  if [ "$themes" -ge 25 ]; then pass "$name: $themes themes"; else miss "$name: $themes themes"; fi
  case $(sed -n 's/^#: signs: //p' "$file") in *,*,*) pass "$name: signs" ;; *) miss "$name: no signs" ;; esac
done
for name in $names; do
  [ "$name" = hotels ] || continue
  if "$program" explain --json --pack "$name" '很好 good' >"$folder/out" 2>"$folder/err" && [ ! -s "$folder/err" ]; then
    pass "$name opens by its name, without a warning"
  else
    miss "$name does not open by its name" "$(cat "$folder/err")"
  fi
done
# A pack laid over the artefact is the lexicon that is compiled with it: emoticons, wildcards, rules and all.
dict=$(sed -n 's/^DICT *?= *//p' Makefile)
digest() { "$program" report --id-column id --text-column text "$@" tests/data/small.csv | tr -d ' \n' | sed 's/.*"lexicon":{[^}]*"sha256":"\([0-9a-f]*\)".*/\1/'; }
"$program" lexicon build --dict-base "$dict" lexicons --pack hotels -o "$folder/hotels.vox" 2>"$folder/err" || miss "build --pack" "$(cat "$folder/err")"
laid=$(digest --pack hotels) built=$(digest --model "$folder/hotels.vox")
if [ "${#laid}" = 64 ] && [ "$laid" = "$built" ]; then pass "laid over and compiled in give one digest"; else miss "digests" "$laid" "$built"; fi
# serve and evaluate lay packs over their models as well: an answer is what score prints.
printf '{"id":1,"text":"房间的隔音太差，大床房很小"}\n' >"$folder/one.ndjson"
"$program" score --pack hotels --id-column id --text-column text "$folder/one.ndjson" | sed 's/"line":1/"line":null/' >"$folder/want"
"$program" serve --model a="${BUILD:-build}/voxpop.vox" --model h="${BUILD:-build}/voxpop.vox" --pack h=hotels <<'Q' | tail -n 1 >"$folder/out"
{"id":1,"text":"房间的隔音太差，大床房很小","model":"h"}
Q
if cmp -s "$folder/want" "$folder/out"; then pass "serve --pack answers as score --pack"; else miss "serve --pack" "$(cat "$folder/out")"; fi
printf 'id\ttext\tsentiment\n1\t很好\tpositive\n2\t很差\tnegative\n' >"$folder/gold.tsv"
check "evaluate --pack" "$program" evaluate --pack hotels "$folder/gold.tsv"
# shellcheck disable=SC2086
if "$program" explain $all '好' >"$folder/out" 2>"$folder/err" && [ ! -s "$folder/err" ]; then
  pass "all packs over one another open without a warning"
else
  miss "all packs over one another" "$(cat "$folder/err")"
fi
"$program" explain --pack no-such-pack '好' >"$folder/out" 2>"$folder/err"
code=$?
if [ $code = 2 ] && grep -q "there are: " "$folder/err"; then pass "an unknown pack: which there are"; else miss "an unknown pack" "exit $code" "$(cat "$folder/err")"; fi
"$program" explain --pack ../hotels.tsv '好' >"$folder/out" 2>"$folder/err"
if [ $? = 4 ]; then pass "a pack that is no file"; else miss "a pack that is no file" "$(cat "$folder/err")"; fi
printf '房间很小，前台态度差\t theme=environment.room !sentiment=positive\n坏行\n' >"$folder/bad.examples"
"$program" lexicon test --comments "$folder/bad.examples" >"$folder/out" 2>"$folder/err"
if [ $? = 4 ] && grep -q 'bad.examples:2: ' "$folder/err"; then pass "a bad line of examples is named"; else miss "a bad line of examples" "$(cat "$folder/err")"; fi
printf '前台很好\ttheme=food.taste\n' >"$folder/fails.examples"
"$program" lexicon test --comments "$folder/fails.examples" >"$folder/out" 2>"$folder/err"
if [ $? = 4 ] && grep -q 'fails.examples:1: error: theme=food.taste' "$folder/out"; then pass "an example that fails is named"; else miss "an example that fails" "$(cat "$folder/out")"; fi
i=0
while [ $i -lt 30 ]; do
  echo "酒店房间很大，前台小姐姐热情，入住很快"
  i=$((i + 1))
done >"$folder/hotel.txt"
if "$program" inspect --format lines "$folder/hotel.txt" | grep -q -e '--pack hotels fits'; then pass "inspect suggests a pack"; else miss "inspect suggests no pack" "$("$program" inspect --format lines "$folder/hotel.txt")"; fi
sed 's/.*/更新后登录闪退，转账都转不了/' "$folder/hotel.txt" >"$folder/bank.txt"
if "$program" inspect --format lines "$folder/bank.txt" | grep -q -e '--pack banking fits'; then pass "the app of a bank is a bank's"; else miss "the app of a bank" "$("$program" inspect --format lines "$folder/bank.txt")"; fi
sed 's/.*/今天天气不错/' "$folder/hotel.txt" >"$folder/other.txt"
if "$program" inspect --format lines "$folder/other.txt" | grep -q -e '--pack'; then miss "inspect suggests a pack without a sign"; else pass "inspect suggests none without signs"; fi
printf '今天的房间很小，建议换个大床房\n' >"$folder/one.txt"
a=$("$program" segment "$folder/one.txt") b=$("$program" segment --pack hotels "$folder/one.txt")
if [ "$(printf %s "$a" | tr -d ' ')" = "$(printf %s "$b" | tr -d ' ')" ]; then pass "segment --pack loses nothing"; else miss "segment --pack" "$a" "$b"; fi
exit $bad
