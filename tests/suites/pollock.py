#!/usr/bin/env python3
"""Pollock's measures over what echo_records read.

usage: pollock.py FOLDER jobs given|found       lines for echo_records
       pollock.py FOLDER score ECHO WEIGHTS     simple and weighted score, 10 at most each

For each file: 1 for having been read, and precision, recall and F1 of the header, of the records and of the cells
against the clean twin. Cells are compared as texts without white space around them; an empty cell is no cell's absence.
"""
import csv
import json
import os
import sys
from collections import Counter


def names(folder):
    return sorted(os.listdir(os.path.join(folder, "csv")))


def parameters(folder, name):
    with open(os.path.join(folder, "parameters", name + "_parameters.json"), encoding="utf-8") as f:
        return json.load(f)


def jobs(folder, how):
    for name in names(folder):
        line = os.path.join(folder, "csv", name)
        if how == "given":
            p = parameters(folder, name)
            quote = p["quotechar"][:1] or "\n"
            escape = p["escapechar"][:1] or "\n"
            if escape in (quote, "\0") or p["escapechar"] == '"':
                escape = "\n"
            line += "\t%d\t%d\t%d\t%d\t%d" % (ord((p["delimiter"] or ",")[0]), ord(quote), ord(escape), p["header_lines"], p["preamble_lines"])
        print(line)


def measures(want, got):
    """Precision, recall, F1 of two lists as bags."""
    if not want:
        return 3.0
    same = sum((Counter(want) & Counter(got)).values())
    if not same:
        return 0.0
    a, b = same / len(want), same / len(got)
    return a + b + 2 * a * b / (a + b)


def score_file(folder, name, rows):
    with open(os.path.join(folder, "clean", name), newline="", encoding="utf-8") as f:
        clean = [[c.strip() for c in row] for row in csv.reader(f)]
    rows = [[c.strip() for c in row] for row in rows]
    header = clean[:1] if parameters(folder, name)["header_lines"] else []
    data = clean[len(header):]
    got_header, got = rows[:1], rows[1:]
    record = lambda row: "\x1f".join(c or "null" for c in row)
    return (1 + measures([c for r in header for c in r], [c for r in got_header for c in r])
            + measures([record(r) for r in data], [record(r) for r in got])
            + measures([c for r in data for c in r], [c for r in got for c in r]))


def score(folder, echo, weights):
    with open(weights, encoding="utf-8") as f:
        weight = json.load(f)
    with open(echo, encoding="utf-8") as f:
        scores = {n: score_file(folder, n, json.loads(line)) for n, line in zip(names(folder), f)}
    if len(scores) != len(names(folder)):
        sys.exit("echo_records did not read every file")
    total = sum(weight.get(n, 0) for n in scores)
    print("%.4f %.4f %d" % (sum(scores.values()) / len(scores), sum(scores[n] * weight.get(n, 0) for n in scores) / total, len(scores)))
    if os.environ.get("SHOW"):
        for n in sorted(scores, key=scores.get)[:int(os.environ["SHOW"])]:
            print("  %.3f %s" % (scores[n], n), file=sys.stderr)


if sys.argv[2] == "jobs":
    jobs(sys.argv[1], sys.argv[3])
else:
    score(sys.argv[1], sys.argv[3], sys.argv[4])
