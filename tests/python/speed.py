#!/usr/bin/env python3
"""usage: speed.py TEXTS [ROUNDS]     TEXTS: a file of comments, one a line

`score_frame` on all processors and on one, `score` and, where it is installed, vaderSentiment, one after the other in every
round; the medians of the rounds by the clock, as bytes a second and as ratios. Exit 1: score_frame is not 5 times score, or
not 20 times VADER.
"""
import statistics
import sys
import time

import voxpop

SLICE = 2000  # texts a round


def seconds(work):
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def main(path, rounds=15):
    with open(path, encoding="utf-8", errors="replace") as f:
        texts = [line for line in f.read().split("\n") if line.strip()]
    model = voxpop.Model()
    ways = {"score_frame": lambda t: model.score_frame(t), "one thread": lambda t: model.score_frame(t, jobs=1),
            "score": lambda t: [model.score(x) for x in t]}
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
        vader = SentimentIntensityAnalyzer()
        ways["vaderSentiment"] = lambda t: [vader.polarity_scores(x) for x in t]
    except ImportError:
        print("skipped vaderSentiment: it is not installed")
    speeds = {name: [] for name in ways}
    for i in range(int(rounds)):
        part = [texts[(i * SLICE + k) % len(texts)] for k in range(SLICE)]
        size = sum(len(t.encode()) for t in part)
        for name, way in ways.items():
            given = part * 20 if name in ("score_frame", "one thread") else part
            speeds[name].append(size * len(given) / len(part) / seconds(lambda: way(given)))
    print(f"{len(texts)} texts, {sum(len(t.encode()) for t in texts) / len(texts):.0f} bytes in the mean; {rounds} rounds")
    missed = 0
    for name, seen in speeds.items():
        middle = statistics.median(seen)
        ratio = statistics.median(a / b for a, b in zip(speeds["score_frame"], seen))
        print(f"{name:16} {middle / 1e6:8.2f} MB/s   score_frame is {ratio:6.1f} times as fast")
        missed += ratio < {"score": 5, "vaderSentiment": 20}.get(name, 0)
    return missed > 0


sys.exit(main(*sys.argv[1:]))
