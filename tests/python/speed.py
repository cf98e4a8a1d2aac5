#!/usr/bin/env python3
"""usage: speed.py TEXTS [ROUNDS]     TEXTS: a file of comments, one a line

`score_frame`, `score` and, where it is installed, vaderSentiment, one after the other in every round; the medians of the
rounds in user CPU, as bytes a second and as ratios. Exit 1: score_frame is not 5 times score, or not 20 times VADER.
"""
import resource
import statistics
import sys

import voxpop

SLICE = 2000  # texts a round


def cpu(work):
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main(path, rounds=15):
    with open(path, encoding="utf-8", errors="replace") as f:
        texts = [line for line in f.read().split("\n") if line.strip()]
    model = voxpop.Model()
    ways = {"score_frame": lambda t: model.score_frame(t), "score": lambda t: [model.score(x) for x in t]}
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
            repeats = 20 if name == "score_frame" else 1
            speeds[name].append(size * repeats / cpu(lambda: [way(part) for _ in range(repeats)]))
    print(f"{len(texts)} texts, {sum(len(t.encode()) for t in texts) / len(texts):.0f} bytes in the mean; {rounds} rounds")
    missed = 0
    for name, seen in speeds.items():
        middle = statistics.median(seen)
        ratio = statistics.median(a / b for a, b in zip(speeds["score_frame"], seen))
        print(f"{name:16} {middle / 1e6:8.2f} MB/s   score_frame is {ratio:6.1f} times as fast")
        missed += ratio < {"score": 5, "vaderSentiment": 20}.get(name, 0)
    return missed > 0


sys.exit(main(*sys.argv[1:]))
