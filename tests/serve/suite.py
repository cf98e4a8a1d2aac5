#!/usr/bin/env python3
"""usage: suite.py VOXPOP MODEL SUITES   (checks printed as `ok NAME` or `not ok NAME: why`)

JSONTestSuite as request lines: what is JSON is never called bad JSON, what is none is refused, and the request behind
it is answered. A line end inside a file becomes a carriage return, which JSON takes for the same.
"""
import glob
import json
import os
import subprocess
import sys


def talk(voxpop, model, lines):
    done = subprocess.run([voxpop, "serve", "--model", model], input=b"".join(x + b"\n" for x in lines),
                          capture_output=True, timeout=120)
    return done.returncode, done.stdout.split(b"\n")[1:-1]


def main(voxpop, model, suites):
    files = sorted(glob.glob(os.path.join(suites, "JSONTestSuite", "test_parsing", "*.json")))
    if not files:
        print("skipped serve JSONTestSuite: no files")
        return 0
    lines = []
    for i, path in enumerate(files):
        with open(path, "rb") as f:
            lines += [f.read().replace(b"\n", b"\r"), b'{"id":%d,"op":"ping"}' % i]
    code, answers = talk(voxpop, model, lines)
    counts, wrong, next_answered = {"y": 0, "n": 0, "i": 0}, [], 0
    for i, path in enumerate(files):
        kind, answer = os.path.basename(path)[0], json.loads(answers[2 * i])
        fault = answer.get("error", {}).get("code")
        good = fault not in ("bad_json", "bad_utf8") if kind == "y" else fault in ("bad_json", "bad_utf8") if kind == "n" else True
        counts[kind] += good
        if not good:
            wrong.append(os.path.basename(path))
        next_answered += answers[2 * i + 1] == b'{"id":%d,"pong":true}' % i
    total = {k: sum(os.path.basename(p)[0] == k for p in files) for k in counts}
    print(f"# serve JSONTestSuite: not called bad JSON {counts['y']}/{total['y']}, refused {counts['n']}/{total['n']}, "
          f"next request answered {next_answered}/{len(files)}")
    good = not wrong and next_answered == len(files) and len(answers) == 2 * len(files) and code == 0
    print("ok serve JSONTestSuite" if good else f"not ok serve JSONTestSuite: {wrong[:5]}, exit {code}")
    return not good


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
