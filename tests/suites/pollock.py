#!/usr/bin/env python3
"""Pollock's measures over what echo_records read.

usage: pollock.py FOLDER jobs given|found       lines for echo_records
       pollock.py FOLDER score ECHO WEIGHTS     simple and weighted score, 10 at most each

For each file: 1 for having been read, and precision, recall and F1 of the header, of the records and of the cells
against the clean twin. As there, cells are compared in small letters, numbers by value, and a record is its cells one
behind the other with `null` for an empty one; days and prices are compared as they are written, which is stricter.
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
            if escape in (quote, "\0"):
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


def joined(row):
    return "".join(c or "null" for c in row)


def plain(cell):
    cell = cell.strip()
    try:
        return str(int(cell)) if "_" not in cell else cell.lower()
    except ValueError:
        return cell.lower()


def score_file(folder, name, rows):
    with open(os.path.join(folder, "clean", name), newline="", encoding="utf-8") as f:
        clean = [[plain(c) for c in row] for row in csv.reader(f)]
    rows = [[plain(c) for c in row] for row in rows]
    header = clean[:1] if parameters(folder, name)["header_lines"] else []
    data = clean[len(header):]
    got_header, got = rows[:1], rows[1:]
    return (1 + measures([c for r in header for c in r], [c for r in got_header for c in r])
            + measures([joined(r) for r in data], [joined(r) for r in got])
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
