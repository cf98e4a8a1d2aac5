#!/usr/bin/env python3
"""Every statistic of a report, worked out a second time with NumPy, SciPy and statsmodels.

usage: report.py BUILD      (from the root; exit 0: all agree, 1: not, 77: skipped, a library is missing)

Rows come from tests/bench/report_rows.py. What each row says is read from `voxpop score`; from there on nothing
of ours takes part: counts, intervals, tests, regression are the libraries' or written down from the formula.
"""
import collections
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
from fractions import Fraction

try:
    import numpy as np
    import statsmodels.api as sm
    from scipy import stats
    from statsmodels.stats import inter_rater, multitest, proportion
    from statsmodels.stats.outliers_influence import variance_inflation_factor
except ImportError as e:
    print(f"skipped: {e} (python3-statsmodels)")
    sys.exit(77)

Z = 1.959964
ROWS = int(os.environ.get("ROWS", "600"))
checks = collections.Counter()
wrong = []


def same(name, got, want, tolerance):
    checks[name.split(" ")[0]] += 1
    if got is None or want is None:
        if got is not want:
            wrong.append(f"{name}: {got} instead of {want}")
    elif abs(got - want) > tolerance:
        wrong.append(f"{name}: {got} instead of {want}")


def same_pair(name, got, want, tolerance):
    for end, a, b in zip(("low", "high"), got, want):
        same(f"{name} {end}", a, b, tolerance)


def run(program, *words):
    return subprocess.run([program, *words], check=True, capture_output=True).stdout.decode()


# ---- Rows ----


def parents(theme):
    parts = theme.split(".")
    return [".".join(parts[:i]) for i in range(1, len(parts) + 1)]


def ratio(part, whole):
    """part / whole, half away from zero."""
    return int(math.copysign((2 * abs(part) + whole) // (2 * whole), part)) if part else 0


class Row:
    def __init__(self, record, table):
        self.score, self.group, self.date = record["score"], record["group"], record["date"]
        self.branch, self.region = table["branch"], table["region"]
        self.customer, self.value, self.csat = table["customer"], int(table["value"]), int(table["csat"])
        self.base = "non_answer" not in record["quality"]
        said = record["sentiment"]
        self.sentiment = None if said is None else round(said["score"] * 10000)
        self.label = None if said is None else said["label"]
        self.effort = record["effort"]
        self.emotions = {e["id"] for e in record["emotions"]}
        hits = {t["id"]: t["sentiment"] for t in record["themes"]} if self.base else {}
        # of more than 16 leaf themes the first in the catalogue's order count (CONTRIBUTION in the README)
        self.leaves = sorted(t for t in hits if not any(o != t and o.startswith(t + ".") for o in hits))[:16]
        self.signs = {t: int(np.sign(round(hits[t]["score"] * 10000))) if hits[t] else 0 for t in hits}
        self.themes = {}
        for t, s in hits.items():
            for p in parents(t):
                self.themes.setdefault(p, [])
                if s is not None:
                    self.themes[p].append(round(s["score"] * 10000))
        if not self.base:
            self.emotions, self.sentiment, self.label, self.effort = set(), None, None, None


def worth(row):
    return {"promoter": 1, "passive": 0, "detractor": -1}[row.group]


def groups(rows):
    c = collections.Counter(r.group for r in rows if r.group)
    return c["promoter"], c["passive"], c["detractor"]


# ---- Formulas ----


def nps_of(p, a, d):
    return 100 * (p - d) / (p + a + d)


def adjusted(p, a, d):
    n = p + a + d + 3
    x, y = (p + 0.75) / n, (d + 0.75) / n
    return x - y, (x + y - (x - y) ** 2) / n


def nps_interval(p, a, d):
    mean, var = adjusted(p, a, d)
    point = nps_of(p, a, d)
    low, high = 100 * (mean - Z * math.sqrt(var)), 100 * (mean + Z * math.sqrt(var))
    return min(point, max(-100, low)), max(point, min(100, high))


def mean_of(values):
    v = np.array(values, float)
    half = Z * v.std(ddof=1) / math.sqrt(len(v)) if len(v) > 1 else None
    return v.mean(), half


def check_nps(name, got, rows):
    p, a, d = groups(rows)
    same(f"{name} n", got["n"], p + a + d, 0)
    if p + a + d:
        same(f"{name} point", got["nps"], nps_of(p, a, d), 0.005001)
        same_pair(f"{name} interval", got["ci95"], nps_interval(p, a, d), 0.0051)


def check_mean(name, got, values, scale=1e-4):
    same(f"{name} n", got["n"], len(values), 0)
    if not values:
        return
    mean, half = mean_of(values)
    same(f"{name} mean", got["mean"], mean * scale, 0.000051)
    if half is None:
        same(f"{name} interval", got["ci95"], None, 0)
    else:
        same_pair(f"{name} interval", got["ci95"], ((mean - half) * scale, (mean + half) * scale), 0.000051)


def check_share(name, got, k, n):
    same(f"{name} n", got["n"], k, 0)
    same(f"{name} share", got["share"], k / n, 0.000051)
    same_pair(f"{name} wilson", got["ci95"], proportion.proportion_confint(k, n, method="wilson"), 0.000051)


def impact_of(theme, rows):
    p, a, d = groups(theme)
    q, b, e = groups(rows)
    n, total = p + a + d, q + b + e
    if n < 2 or total - n < 2:
        return None

    def var(x, y, z):
        m = x + y + z
        return x / m + z / m - ((x - z) / m) ** 2

    value = n * (nps_of(p, a, d) - nps_of(q, b, e)) / (total - n)
    spread = (n / total) ** 2 * (var(p, a, d) / n + var(q - p, b - a, e - d) / (total - n))
    half = 100 * Z * math.sqrt(spread)
    return value, value - half, value + half


# ---- Sections ----


def check_themes(report, rows, base):
    all_themes = sorted({t for r in base for t in r.themes})
    same("themes count", len(report["themes"]), len(all_themes), 0)
    emotions = {e["id"]: sum(e["id"] in r.emotions for r in base) for e in report["emotions"]}
    for t in report["themes"]:
        own = [r for r in base if t["id"] in r.themes]
        check_share(f"theme {t['id']}", t, len(own), len(base))
        for name, n in zip(("promoter", "passive", "detractor"), groups(own)):
            same(f"theme {t['id']} {name}", t["by_group"][name], n, 0)
        check_mean(f"theme-sentiment {t['id']}", t["sentiment"],
                   [ratio(sum(r.themes[t["id"]]), len(r.themes[t["id"]])) for r in own if r.themes[t["id"]]])
        want = impact_of(own, [r for r in base if r.group])
        got = t["impact"]
        same(f"impact {t['id']}", got and got["value"], want and want[0], 0.0051)
        if want:
            same_pair(f"impact {t['id']}", got["ci95"], want[1:], 0.0051)
        for e in t["emotions"]:
            both = sum(e["id"] in r.emotions for r in own)
            check_share(f"theme-emotion {t['id']} {e['id']}", e, both, len(own))
            k, a, b, n = both, len(own), emotions[e["id"]], len(base)
            lift = k * n / (a * b)
            half = Z * math.sqrt(max(0, 1 / k - 1 / a + 1 / b - 1 / n))
            same(f"lift {t['id']} {e['id']}", e["lift"], lift, 0.000051)
            same_pair(f"lift {t['id']} {e['id']}", e["lift_ci95"], (lift * math.exp(-half), lift * math.exp(half)), 0.000051)


def check_contribution(report, base):
    scored = [r for r in base if r.group]
    exact = collections.defaultdict(Fraction)
    for r in scored:
        for leaf in r.leaves or ["untagged"]:
            exact[leaf] += Fraction(worth(r), max(1, len(r.leaves)))
    total = sum(exact.values())
    same("contribution exact", float(100 * total / len(scored)), nps_of(*groups(scored)), 1e-9)
    tree = {t["id"]: t for t in report["themes"]}
    for theme in tree:
        want = sum((v for k, v in exact.items() if k == theme or k.startswith(theme + ".")), Fraction(0))
        leaves = sum(1 for k in exact if k == theme or k.startswith(theme + "."))
        same(f"contribution {theme}", tree[theme]["contribution"], float(100 * want / len(scored)), 0.0101 * max(1, leaves))
    tops = sum(round(100 * t["contribution"]) for t in report["themes"] if t["parent"] is None)
    same("contribution sum", tops + round(100 * report["untagged_contribution"]), round(100 * report["impact_base"]["nps"]), 0)


def check_drivers(report, base, ridge):
    rows = [r for r in base if r.group]
    drivers = report["drivers"]["list"]
    y = np.array([100.0 * worth(r) for r in rows])
    x = np.array([[d["id"] in r.leaves for d in drivers] for r in rows], float)
    with_one = np.column_stack([np.ones(len(y)), x])
    fit = sm.OLS(y, with_one).fit()
    centred, penalty = x - x.mean(axis=0), ridge / 1000 * len(y)
    moments = centred.T @ centred
    inverse = np.linalg.inv(moments + penalty * np.eye(len(drivers)))
    b = inverse @ (centred.T @ (y - y.mean()))
    if not penalty:
        lstsq = np.linalg.lstsq(with_one, y, rcond=None)[0][1:]
        assert np.allclose(b, lstsq, atol=1e-8)
        b = lstsq
    rss = ((y - y.mean() - centred @ b) ** 2).sum()
    sigma = rss / (len(y) - len(drivers) - 1)
    se = np.sqrt(sigma * np.diag(inverse @ moments @ inverse))
    if not penalty:
        assert np.allclose(se, fit.bse[1:])
        se = fit.bse[1:]
    same("drivers r2", report["drivers"]["r2"], 1 - rss / ((y - y.mean()) ** 2).sum(), 0.000051)
    for i, d in enumerate(drivers):
        m = d["mention"]
        same(f"drivers-n {d['id']}", m["n"], int(x[:, i].sum()), 0)
        same(f"drivers {d['id']}", m["coefficient"], b[i], 1.1e-8)
        same_pair(f"drivers {d['id']}", m["ci95"], (b[i] - Z * se[i], b[i] + Z * se[i]), 2e-8)
        same(f"drivers-vif {d['id']}", m["vif"], variance_inflation_factor(with_one, i + 1), 0.000051)
    columns = [(d["id"], s, name) for d in drivers for s, name in ((1, "positive"), (-1, "negative")) if d[name]]
    x = np.array([[t in r.leaves and r.signs[t] == s for t, s, _ in columns] for r in rows], float)
    centred = x - x.mean(axis=0)
    inverse = np.linalg.inv(centred.T @ centred + penalty * np.eye(len(columns)))
    b = inverse @ (centred.T @ (y - y.mean()))
    index = {d["id"]: d for d in drivers}
    for i, (t, _, name) in enumerate(columns):
        same(f"drivers-signed {t}", index[t][name]["coefficient"], b[i], 1.1e-8)
    for pair in report["cooccurrence"]["list"]:
        both = sum(pair["a"] in r.leaves and pair["b"] in r.leaves for r in rows)
        a, c = (sum(pair[k] in r.leaves for r in rows) for k in "ab")
        same("cooccurrence n", pair["n"], both, 0)
        same("cooccurrence lift", pair["lift"], both * len(rows) / (a * c), 0.000051)


def log_odds(a, na, b, nb):
    prior = 50 * (a + b) / (na + nb)

    def odds(k, n):
        return math.log((k + prior) / (n + 50 - k - prior))

    return (odds(b, nb) - odds(a, na)) / math.sqrt(1 / (a + prior) + 1 / (b + prior))


def g2_of(a, na, b, nb):
    if a + b == na + nb:
        return 0.0
    return stats.chi2_contingency([[a, na - a], [b, nb - b]], correction=False, lambda_="log-likelihood")[0]


def check_difference(name, got, ka, na, kb, nb):
    same(f"{name} value", got["value"], kb / nb - ka / na, 0.000051)
    # statsmodels' newcomb is method 10 with the same z to six digits
    low, high = proportion.confint_proportions_2indep(kb, nb, ka, na, method="newcomb", compare="diff")
    same_pair(f"{name} newcombe", got["ci95"], (low, high), 0.000051)
    if 0 < ka + kb < na + nb:
        same(f"{name} p", got["p"], proportion.proportions_ztest([kb, ka], [nb, na])[1], 1.1e-6)


def check_contrasts(name, listed, na, nb, complete):
    for c in listed:
        same(f"{name} z", c["z"], log_odds(c["a"], na, c["b"], nb), 0.000051)
        same(f"{name} g2", c["g2"], g2_of(c["a"], na, c["b"], nb), 0.000051)
    if complete:
        p = [stats.chi2.sf(g2_of(c["a"], na, c["b"], nb), 1) for c in listed]
        for c, q in zip(listed, multitest.multipletests(p, method="fdr_bh")[1]):
            same(f"{name} q", c["q"], q, 1.1e-6)


def check_nps_difference(name, got, a, b):
    x, y = adjusted(*groups(a)), adjusted(*groups(b))
    se = math.sqrt(x[1] + y[1])
    lead = y[0] - x[0]
    same(f"{name} value", got["value"], nps_of(*groups(b)) - nps_of(*groups(a)), 0.0101)
    point = got["value"]
    held = min(point, 100 * (lead - Z * se)), max(point, 100 * (lead + Z * se))  # widened to hold the point
    same_pair(f"{name} interval", got["ci95"], held, 0.0051)
    same(f"{name} p", got["p"], 2 * stats.norm.sf(abs(lead / se)), 1.1e-6)


def check_mean_difference(name, got, a, b):
    lead = np.mean(b) - np.mean(a)
    se = math.sqrt(np.var(a, ddof=1) / len(a) + np.var(b, ddof=1) / len(b))
    same(f"{name} value", got["value"], lead / 1e4, 0.000051)
    same_pair(f"{name} interval", got["ci95"], ((lead - Z * se) / 1e4, (lead + Z * se) / 1e4), 0.000051)
    same(f"{name} p", got["p"], 2 * stats.norm.sf(abs(lead / se)), 1.1e-6)


def side_of(rows, arm):
    if arm["column"] == "group":
        return [r for r in rows if r.group == arm["name"]]
    if arm["column"] == "date":
        low, high = arm["name"].split("..") if ".." in arm["name"] else ("2026-06-30~", "9999")
        return [r for r in rows if r.date and low <= r.date <= high]
    return [r for r in rows if getattr(r, arm["column"]) == arm["name"]]


def sentiments(rows):
    return [r.sentiment for r in rows if r.sentiment is not None]


def check_compare(report, rows):
    for c in report["compare"]:
        a, b = side_of(rows, c["a"]), side_of(rows, c["b"])
        base_a, base_b = [r for r in a if r.base], [r for r in b if r.base]
        same("compare n", c["a"]["n"], len(a), 0)
        same("compare n", c["b"]["n"], len(b), 0)
        if c["nps_difference"]:
            check_nps_difference("compare-nps", c["nps_difference"], a, b)
        check_mean_difference("compare-sentiment", c["sentiment_difference"], sentiments(a), sentiments(b))
        for t in c["themes"]:
            same("compare-theme a", t["a"], sum(t["id"] in r.themes for r in base_a), 0)
            same("compare-theme b", t["b"], sum(t["id"] in r.themes for r in base_b), 0)
            check_difference("compare-share", t["difference"], t["a"], len(base_a), t["b"], len(base_b))
        check_contrasts("compare-theme", c["themes"], len(base_a), len(base_b), True)
        check_contrasts("compare-term", c["terms"], len(base_a), len(base_b), False)


def check_slice(name, got, rows):
    base = [r for r in rows if r.base]
    same(f"{name} n", got["n"], len(rows), 0)
    same(f"{name} base", got["base"], len(base), 0)
    check_nps(f"{name} nps", got["nps"], rows)
    check_mean(f"{name} sentiment", got["sentiment"], sentiments(base))
    check_mean(f"{name} effort", got["effort"], [10000 * r.effort for r in base if r.effort is not None])
    check_nss(f"{name} nss", got["nss"], base)
    check_measure(f"{name} measure", got["measures"][0], rows)
    for t in got["themes"]:
        own = [r for r in base if t["id"] in r.themes]
        check_share(f"{name} theme", t, len(own), len(base))
        want = impact_of(own, [r for r in base if r.group])
        same(f"{name} impact", t["impact"] and t["impact"]["value"], want and want[0], 0.0051)


def check_nss(name, got, base):
    labels = collections.Counter(r.label for r in base)
    p, a, d = labels["positive"], labels["neutral"] + labels["mixed"], labels["negative"]
    same(f"{name} n", got["n"], p + a + d, 0)
    if p + a + d:
        same(f"{name} point", got["nss"], nps_of(p, a, d), 0.0051)
        same_pair(f"{name} interval", got["ci95"], nps_interval(p, a, d), 0.0051)


def check_measure(name, got, rows):
    check_mean(name, got, [r.csat for r in rows], 1)
    check_share(f"{name}-top", got["top"], sum(r.csat == 5 for r in rows), len(rows))


def check_slices(report, rows):
    for s in report["segments"]:
        own = [r for r in rows if r.branch == s["value"]]
        check_slice("segment", s, own)
        if s["nps_against_rest"]:
            check_nps_difference(f"segment-rest {s['value']}", s["nps_against_rest"], [r for r in rows if r.branch != s["value"]], own)
    nodes = {tuple(n["path"]): n for n in report["hierarchy"]}
    for path, n in nodes.items():
        check_slice("node", n, [r for r in rows if r.region == path[0] and path[1:] in ((), (r.branch,))])
        if len(path) == 1:
            same("node sum", n["n"], sum(m["n"] for p, m in nodes.items() if len(p) == 2 and p[0] == path[0]), 0)
    months = sorted({r.date[:7] for r in rows})
    same("trend months", len(report["trend"]), len(months), 0)
    for i, t in enumerate(report["trend"]):
        own = [r for r in rows if r.date[:7] == t["period"]]
        check_slice("trend", t, own)
        if i:
            before = [r for r in rows if r.date[:7] == months[i - 1]]
            check_nps_difference("trend-nps", t["change"]["nps"], before, own)
            check_mean_difference("trend-sentiment", t["change"]["sentiment"], sentiments(before), sentiments(own))


def check_weighted(report, rows, base):
    w = report["weighted"]
    scored = [r for r in rows if r.group]
    values = np.array([r.value for r in scored], float)
    worths = np.array([worth(r) for r in scored], float)
    same("weighted nps", w["nps"], 100 * (values * worths).sum() / values.sum(), 0.0051)
    same("weighted effective", w["effective_n"], values.sum() ** 2 / (values**2).sum(), 0.0051)
    n = values.sum() ** 2 / (values**2).sum() + 3
    p = (values[worths > 0].sum() / values.sum() * (n - 3) + 0.75) / n
    d = (values[worths < 0].sum() / values.sum() * (n - 3) + 0.75) / n
    half = Z * math.sqrt((p + d - (p - d) ** 2) / n)
    same_pair("weighted interval", w["ci95"], (100 * (p - d - half), 100 * (p - d + half)), 0.0051)
    whole = sum(r.value for r in base)
    for t in w["themes"]:
        own = [r for r in base if t["id"] in r.themes]
        same("weighted theme", t["share"], sum(r.value for r in own) / whole, 0.000051)
        same("weighted risk", t["value_at_risk"], sum(r.value for r in own if r.group == "detractor"), 0)


def check_customers(report, rows):
    past = collections.defaultdict(list)
    for r in rows:
        if r.base:
            past[r.customer].append(r)
    c = report["customers"]
    same("customers n", c["customers"], len(past), 0)
    same("customers repeat", c["repeat"], sum(len(p) > 1 for p in past.values()), 0)


def check_choices(report, rows):
    ticked = [r for r in rows if r.base]
    for c in report["choices"]["list"]:
        if not c["theme"]:
            continue
        a = np.array([c["choice"] in r.ticks for r in ticked])
        b = np.array([c["theme"] in r.themes for r in ticked])
        same("choices both", c["both"], int((a & b).sum()), 0)
        same("choices ticked", c["ticked"], int(a.sum()), 0)
        same("choices mentioned", c["mentioned"], int(b.sum()), 0)
        table = [[int((a & b).sum()), int((a & ~b).sum())], [int((~a & b).sum()), int((~a & ~b).sum())]]
        same("choices kappa", c["kappa"], inter_rater.cohens_kappa(table).kappa, 0.000051)


# ---- Running ----


def main(build):
    program = os.path.join(build, "voxpop")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows.csv")
        with open(path, "w", encoding="utf-8") as f:
            made = run(sys.executable, "tests/bench/report_rows.py", str(ROWS)).splitlines()
            ticks = ["价格", "配送;价格", "客服|配送", "产品"]
            f.write("\n".join([made[0] + ",ticked"] + [m + f",{ticks[i % 4]}" for i, m in enumerate(made[1:])]) + "\n")
        with open(path, encoding="utf-8", newline="") as f:
            tables = list(csv.DictReader(f))
        columns = [path, "--id-column", "id", "--text-column", "comment", "--score-column", "nps", "--date-column", "day"]
        records = [json.loads(line) for line in run(program, "score", *columns).splitlines()]
        rows = [Row(r, t) for r, t in zip(records, tables)]
        for r, t in zip(rows, tables):
            r.ticks = t["ticked"].replace("|", ";").split(";")
        asks = ["--segment-column", "branch", "--rollup", "region/branch", "--by", "month", "--weight-column", "value",
                "--measure", "csat:csat:csat5", "--per", "customer", "--choice-column", "ticked", "--compare",
                "group:promoter,detractor", "--compare", "region:区0,区1", "--baseline", "2026-01-01..2026-06-30"]
        report = json.loads(run(program, "report", *columns, *asks))
        ridged = json.loads(run(program, "report", *columns, *asks, "--ridge", "20"))
    assert len(records) == ROWS
    base = [r for r in rows if r.base]
    check_nps("nps", report["nps"], rows)
    check_mean("sentiment", report["sentiment"], sentiments(base))
    check_mean("effort", report["effort"], [10000 * r.effort for r in base if r.effort is not None])
    check_nss("nss", report["nss"], base)
    check_measure("measure", report["measures"][0], rows)
    for e in report["emotions"]:
        check_share("emotion", e, sum(e["id"] in r.emotions for r in base), len(base))
    check_themes(report, rows, base)
    check_contribution(report, base)
    check_drivers(report, base, 0)
    check_drivers(ridged, base, 20)
    check_compare(report, rows)
    check_slices(report, rows)
    check_weighted(report, rows, base)
    check_customers(report, rows)
    check_choices(report, rows)
    for line in wrong[:int(os.environ.get("SHOW", "20"))]:
        print("wrong:", line)
    print(f"{sum(checks.values())} figures of {len(checks)} kinds, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "build"))
