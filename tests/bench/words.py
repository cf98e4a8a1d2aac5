#!/usr/bin/env python3
"""Times segmenters on one corpus, in one interleaved run, and prints a table and JSON.

usage: words.py CORPUS OUT.json [--json] [--rounds N] < CONTENDERS

A line of CONTENDERS: NAME TAB BYTES TAB COMMAND (shell words), or NAME TAB skipped TAB why. BYTES: how much of the
corpus it is given a round (slow ones get less; whole lines). The commands speak the language of contender.h. In each
round every contender runs once, one after the other; ratios are taken within a round. Medians are printed.
`--json` prints the JSON in place of the table. Exit 1 when a contender that was there failed.
"""
import json
import shlex
import statistics
import subprocess
import sys


class Contender:
    def __init__(self, name, size, command):
        self.name, self.size, self.runs, self.rss = name, size, [], 0
        self.process = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split(None, 1)
        self.why = None if words[:1] == ["ready"] else words[1].strip() if words[:1] == ["skipped"] else "it did not start"
        self.load = float(words[1]) if not self.why else 0
        self.failed = self.why == "it did not start"

    def run(self, size):
        try:
            self.process.stdin.write(f"{size}\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().split()
        except OSError:
            answer = []
        if len(answer) != 4:
            self.why, self.failed = "it broke off", True
            return None
        self.rss = max(self.rss, int(answer[3]))
        return int(answer[0]), int(answer[1]), max(float(answer[2]), 1e-9)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def characters_up_to(data):
    """Characters of the first n bytes, without those that are no whole character."""
    return lambda n: sum(1 for b in data[:n] if b & 0xC0 != 0x80)


def rows_of(contenders, rounds, count):
    names = [c.name for c in contenders if not c.why]
    speed = {n: [] for n in names}
    for r in range(rounds + 1):
        for c in contenders:
            got = None if c.why else c.run(c.size)
            if got and r:  # the first round warms up
                speed[c.name].append(got[0] / got[2] / 1e6)
                c.last = got
    rows = []
    for c in contenders:
        if c.why:
            rows.append({"name": c.name, "skipped": c.why})
            continue
        mine = speed[c.name]
        ratio = lambda other, up: round(statistics.median(
            (b / a if up else a / b) for a, b in zip(mine, speed[other])), 3) if other in speed and speed[other] else None
        mb = statistics.median(mine)
        rows.append({"name": c.name, "mb_s": round(mb, 2), "low": round(min(mine), 2), "high": round(max(mine), 2),
                     "mchar_s": round(mb * count(c.last[0]) / c.last[0], 2), "load_s": round(c.load, 4),
                     "rss_mb": round(c.rss / 1024, 1), "tokens": c.last[1], "bytes": c.last[0],
                     "memcpy_over_this": ratio("memcpy", True), "this_over_icu": ratio("ICU word iterator", False)})
    return rows


def table(rows, corpus):
    print(f"segmenting {corpus['bytes'] / 1e6:.1f} MB, {corpus['characters']:,} characters; one thread, processor time, "
          f"medians of {corpus['rounds']} interleaved rounds")
    print(f"{'':30s}{'MB/s':>10s}{'Mchar/s':>9s}{'load s':>9s}{'RSS MB':>8s}{'memcpy/it':>11s}{'it/ICU':>9s}")
    show = lambda value, form: "-" if value is None else form.format(value)
    for r in rows:
        if "skipped" in r:
            print(f"{r['name']:30s}   skipped: {r['skipped']}")
            continue
        print(f"{r['name']:30s}{r['mb_s']:10.1f}{r['mchar_s']:9.1f}{r['load_s']:9.4f}{r['rss_mb']:8.1f}"
              f"{show(r['memcpy_over_this'], '{:11.1f}')}{show(r['this_over_icu'], '{:9.2f}')}")


def main(path, out, *rest):
    rounds = int(rest[rest.index("--rounds") + 1]) if "--rounds" in rest else 7
    with open(path, "rb") as f:
        data = f.read()
    contenders = []
    for line in sys.stdin:
        name, size, command = line.rstrip("\n").split("\t")
        if size == "skipped":
            c = Contender.__new__(Contender)
            c.name, c.why, c.failed, c.process = name, command, False, None
        else:
            c = Contender(name, min(int(size), len(data)), command)
        contenders.append(c)
    count = characters_up_to(data)
    rows = rows_of(contenders, rounds, count)
    for c in contenders:
        if c.process:
            c.end()
    corpus = {"bytes": len(data), "characters": count(len(data)), "rounds": rounds}
    result = {"schema": "voxpop.bench/1", "corpus": corpus, "contenders": rows}
    with open(out, "w", encoding="utf-8") as f:
        json.dump(result, f, ensure_ascii=False, indent=1)
        f.write("\n")
    if "--json" in rest:
        print(json.dumps(result, ensure_ascii=False))
    else:
        table(rows, corpus)
    return 1 if any(c.failed for c in contenders) else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
