# shard.sh - --shard: a part of NDJSON that does not show the named keys at its beginning, or is nothing but bad rows.
. tests/cli/helpers

named="--format ndjson --encoding utf-8 --id-column id --text-column comment --score-column nps --score-scale nps"
named="$named --date-column day --segment-column branch"
python3 - "$folder" <<'PY'
import json, sys
folder = sys.argv[1]
parts = [[b"no row", b"\xff\xfe", b"[1]"], [b'{"other":1}', b'{"id":"a","comment":"ok"}'], []]
parts.append([json.dumps({"id": i, "comment": f"物流太慢了 {i}", "nps": i % 11, "day": "2026-01-02", "branch": "x"}).encode() for i in range(50)])
for i, part in enumerate(parts):
    open(f"{folder}/{i}.ndjson", "wb").write(b"".join(line + b"\n" for line in part))
open(f"{folder}/whole.ndjson", "wb").write(b"".join(line + b"\n" for part in reversed(parts) for line in part))
PY
says "without --shard a part of bad rows is refused" 2 "no JSON object" "$voxpop" score "$folder/0.ndjson" $named
"$voxpop" score "$folder/0.ndjson" $named --shard >"$out" 2>"$err"
holds "with it each of them is an error record" [ "$(grep -c '^{"error"' "$out")" = 3 ]
"$voxpop" report "$folder/whole.ndjson" $named --where 'other != "2"' >"$folder/whole.json" 2>"$err"
for i in 0 1 2 3; do
  "$voxpop" report "$folder/$i.ndjson" $named --where 'other != "2"' --shard --partial -o "$folder/$i.part" 2>"$err"
done
"$voxpop" merge "$folder"/?.part >"$out" 2>"$err"
holds "parts of bad rows, of other keys, of nothing: the report of one run" cmp "$out" "$folder/whole.json"
