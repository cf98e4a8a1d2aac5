# bench.sh - the driver of the bench: a table, JSON, contenders that are missing, and one that breaks off.
. tests/cli/helpers
printf '一二三\nabc\n' >"$folder/corpus"
cat >"$folder/fake" <<'PY'
import sys
speed = float(sys.argv[1])
print("ready 0.5", flush=True)
for ask in sys.stdin:
    print(ask.strip(), 3, f"{int(ask) / speed / 1e6:.12f}", 2048, flush=True)
PY
words="python3 $root/tests/bench/words.py"
run() { $words "$folder/corpus" "$folder/out.json" --rounds 3 "$@" >"$out" 2>"$err"; }
printf 'memcpy\t1000\tpython3 %s 800\nICU word iterator\t10\tpython3 %s 10\nfast\t1000\tpython3 %s 200\nnone\tskipped\tnot here\n' \
  "$folder/fake" "$folder/fake" "$folder/fake" >"$folder/list"
run <"$folder/list"
holds "bench: exit 0" [ $? = 0 ]
holds "bench: a row with its speed and ratios" grep -q "^fast  *200.0 .* 4.0  *20.00$" "$out"
holds "bench: what is missing is skipped" grep -q "^none  *skipped: not here" "$out"
holds "bench: JSON has the same" python3 -c 'import json, sys
rows = {r["name"]: r for r in json.load(open(sys.argv[1]))["contenders"]}
fast = rows["fast"]
assert abs(fast["mb_s"] - 200) < 0.1 and abs(fast["this_over_icu"] - 20) < 0.1 and fast["rss_mb"] == 2 and fast["load_s"] == 0.5
assert abs(fast["mchar_s"] - 200 * 8 / 14) < 0.1 and rows["none"] == {"name": "none", "skipped": "not here"}' "$folder/out.json"
run --json <"$folder/list"
holds "bench: --json prints JSON alone" python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$out"
printf 'broken\t10\tpython3 -c print()\nmemcpy\t10\tpython3 %s 9\n' "$folder/fake" >"$folder/list"
run <"$folder/list"
holds "bench: a contender that breaks off fails the bench" [ $? = 1 ]
holds "bench: and it is said" grep -q "^broken  *skipped: it did not start" "$out"
exit $bad
