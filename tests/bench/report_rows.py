#!/usr/bin/env python3
"""Rows of a made-up survey for measuring reports: the bundled sample's comments, put together anew.

usage: report_rows.py ROWS > rows.csv      (the same rows every time)

Comments are one or two sentences of the sample with a number behind, so that texts, words and customers keep
growing with the rows: a report whose memory grows with them shows it.
"""
import csv
import os
import random
import sys


def main(rows):
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "..", "data", "sample-nps.csv"), encoding="utf-8-sig", newline="") as f:
        said = [(r["评价内容"].replace("\n", " "), r["推荐度"]) for r in csv.DictReader(f) if r["评价内容"].strip()]
    dice = random.Random(7)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["id", "day", "region", "branch", "customer", "value", "csat", "nps", "comment"])
    for i in range(rows):
        text, score = said[int(dice.random() * len(said))]
        if dice.random() < 0.3:
            text += "，" + said[int(dice.random() * len(said))][0]
        region, branch = int(dice.random() * 5), int(dice.random() * 40)
        day = 1 + int(dice.random() * 28)
        month = 1 + int(dice.random() * 12)
        out.writerow([f"r{i}", f"2026-{month:02d}-{day:02d}", f"区{region}", f"店{region}-{branch}", f"u{int(dice.random() * rows)}",
                      int(dice.random() * 1000), 1 + int(dice.random() * 5), score, f"{text} {i}"])


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    main(int(sys.argv[1]))
