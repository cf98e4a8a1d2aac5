# serve_corpora.sh - `score`, `serve` and the library say the same of real comments. FULL=1: all rows, else some.
set -u
BUILD=${BUILD:-build}
corpora=${VOX_SHARED:-../shared}/corpora
[ -d "$corpora" ] || { echo "skipped serve corpora: no $corpora"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
model=$BUILD/voxpop.vox
${CC:-cc} -std=c11 -Iinclude tests/install/consumer.c -o "$folder/consumer" "$BUILD/libvoxpop.a" -licuuc -licudata -lzstd -lz -lmd -lm \
  -lpthread ${SAN:-} 2>"$folder/err" || { echo "not ok serve corpora: $(head -n 1 "$folder/err")"; exit 1; }
bad=0 sets=0
for set in "$corpora"/*/; do
  name=$(basename "$set")
  [ -f "$set/dev.tsv" ] || continue
  head -n "$([ -n "${FULL:-}" ] && echo 1000000 || echo 150)" "$set/dev.tsv" >"$folder/in.tsv"
  head -n 1 "$folder/in.tsv" | tr '\t' '\n' | grep -qx text || continue
  sets=$((sets + 1))
  python3 - "$folder/in.tsv" "$folder/in.ndjson" <<'X'
import json, sys
rows = open(sys.argv[1], "rb").read().decode().split("\n")
head = rows[0].split("\t")
at, ident = head.index("text"), head.index("id")
with open(sys.argv[2], "w") as out:
    for row in rows[1:]:
        cells = row.rstrip("\r").split("\t")
        if len(cells) == len(head):
            out.write(json.dumps({"id": cells[ident], "text": cells[at]}, ensure_ascii=False) + "\n")
X
  "$BUILD/voxpop" score --model "$model" --format tsv --encoding utf-8 --id-column id --text-column text --score-column '' --date-column '' \
    --group-name-column '' --wrappers off "$folder/in.tsv" 2>"$folder/err" | sed 's/"line":[0-9]*,/"line":null,/' >"$folder/score"
  "$BUILD/voxpop" serve --model "$model" --no-report <"$folder/in.ndjson" 2>"$folder/err" | tail -n +2 | grep -v '"records":\[\]}$' >"$folder/serve"
  "$folder/consumer" "$model" <"$folder/in.ndjson" >"$folder/library"
  if cmp "$folder/score" "$folder/serve" >"$folder/err" && cmp "$folder/serve" "$folder/library" >"$folder/err" && [ -s "$folder/score" ]; then
    echo "ok serve corpora $name: $(wc -l <"$folder/score") records"
  else
    bad=1
    echo "not ok serve corpora $name: $(head -n 1 "$folder/err")"
  fi
done
echo "# serve corpora: $sets sets"
exit $bad
