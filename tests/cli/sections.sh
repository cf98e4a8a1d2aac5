# sections.sh - sections of a report on rows whose truth was planted: a year ago, customers, choices, targets,
# hierarchies that add up, themes hidden across segments.
. tests/cli/helpers
python3 - "$folder" <<'PY'
import sys
with open(f"{sys.argv[1]}/rows.csv", "w", encoding="utf-8") as f:
    f.write("id,day,region,branch,customer,ticked,csat,nps,text\n")
    for i in range(240):
        year, branch = 2025 + i % 2, i % 6
        score = 10 if year == 2026 or i % 4 == 0 else 2
        ticked = "配送" if i % 3 == 0 else "服务;价格"
        f.write(f"{i},{year}-01-{1 + i % 28:02d},r{branch % 2},b{branch},u{i // 2},{ticked},{1 + i % 5},{score},note {i % 7}\n")
PY
"$voxpop" report "$folder/rows.csv" --id-column id --text-column text --score-column nps --score-scale nps --date-column day \
  --segment-column branch --rollup region/branch --by month --per customer --choice-column ticked --measure csat:csat:csat5 \
  --target nps=49 --target nps=-90 --target csat=4.5 --target csat=2.9 --min-n 1 >"$out" 2>"$err"
check() { holds "$1" python3 - "$out" "$2" <<'PY'
import json, sys
r = json.load(open(sys.argv[1], encoding="utf-8"))
trend = {t["period"]: t for t in r["trend"]}
nodes = {tuple(n["path"]): n for n in r["hierarchy"]}
moves = {(m["from"], m["to"]): m["n"] for m in r["customers"]["moves"]} if r["customers"] else {}
sys.exit(not eval(sys.argv[2]))
PY
}
check "the same month a year ago" 'trend["2025-01"]["year_ago"] is None and trend["2026-01"]["year_ago"]["period"] == "2025-01" and trend["2026-01"]["year_ago"]["nps"]["value"] == 100'
check "customers who came round" 'moves[("detractor", "promoter")] == 60 and moves[("promoter", "promoter")] == 60 and r["customers"]["repeat"] == 120'
check "a customer in the order of time" 'r["customers"]["list"][0]["first"] == "detractor" and [c["date"][:4] for c in r["customers"]["list"][0]["history"]] == ["2025", "2026"]'
check "comments of a customer bear their ids" 'all(int(c["id"]) // 2 == int(u["customer"][1:]) for u in r["customers"]["list"] for c in u["history"])'
check "a target in the interval is undecided" '[t["verdict"] for t in r["targets"]] == ["undecided", "met", "missed", "undecided"]'
check "nodes add up to their parent" 'all(nodes[p]["n"] == sum(n["n"] for q, n in nodes.items() if len(q) == 2 and q[0] == p[0]) for p in nodes if len(p) == 1) and nodes[("r0",)]["n"] == 120'
check "nodes' groups add up too" 'all(nodes[("r1",)]["nps"][k] == sum(n["nps"][k] for q, n in nodes.items() if q[0] == "r1" and len(q) == 2) for k in ("promoters", "passives", "detractors"))'
check "choices are counted once a row" '{c["choice"]: c["ticked"] for c in r["choices"]["list"]} == {"价格": 160, "服务": 160, "配送": 80}'
check "a measure of its own scale" 'r["measures"][0]["mean"] == 3 and r["measures"][0]["top"]["n"] == 48'
"$voxpop" report "$folder/rows.csv" --id-column id --text-column text --score-column nps --score-scale nps --date-column day \
  --per customer --min-n 61 --segment-column branch --by month >"$out" 2>"$err"
check "small cells are hidden everywhere" 'all(s["suppressed"] for s in r["segments"]) and moves[("detractor", "promoter")] is None and not r["customers"]["list"]'
"$voxpop" report "$folder/rows.csv" --id-column id --text-column text --score-column csat --score-scale csat5 --by month --date-column day >"$out" 2>"$err"
check "another scale in the trend" 'trend["2025-01"]["score"]["n"] == 120 and "nps" not in trend["2025-01"] and trend["2026-01"]["change"]["score"] is not None'
exit $bad
