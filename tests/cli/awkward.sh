#!/bin/sh
# Scores every awkward export of tests/data/awkward and compares what came out with what a person expects of it.
#
# The manifest, expect.tsv, has a row a file: the options, the number of good and of error records, and the good
# ones in order as [id, score, group] or [id, score, group, date]. "refused" in place of the errors: nothing on
# standard output, a message, and an exit code that says so.
set -u
BUILD=${BUILD:-build}
exec python3 - "$BUILD/voxpop" tests/data/awkward <<'END'
import csv
import json
import pathlib
import shlex
import subprocess
import sys

KEYS = ("id", "score", "group", "date")


def refused(done):
    if done.returncode in (2, 3) and not done.stdout and done.stderr:
        return None
    return f"exit {done.returncode}, {len(done.stdout)} bytes of output where a refusal is due"


def wrong_with(done, row):
    """What differs from the manifest's row, or None."""
    if row["errors"] == "refused":
        return refused(done)
    if done.returncode:
        return f"exit {done.returncode}: {done.stderr.decode('utf-8', 'replace').strip()[:200]}"
    records = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    good = [r for r in records if "id" in r]
    want = json.loads(row["expect_json"])
    if len(records) - len(good) != int(row["errors"]):
        return f"{len(records) - len(good)} error records, not {row['errors']}"
    if len(good) != int(row["records"]):
        return f"{len(good)} good records, not {row['records']}"
    for at, (got, expected) in enumerate(zip(good, want), 1):
        found = [got[key] for key in KEYS[: len(expected)]]
        if json.dumps(found) != json.dumps(expected):
            shown = json.dumps([found, expected], ensure_ascii=False)
            return f"good record {at}, found and expected: {shown}"
    return None


def check(program, folder, row):
    command = [program, "score", *shlex.split(row["options"]), str(folder / row["file"])]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        return wrong_with(done, row)
    except subprocess.TimeoutExpired:
        return "not done after 60 s"
    except ValueError as problem:
        return f"output that is not NDJSON: {problem}"


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    with open(folder / "expect.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    bad = 0
    for row in rows:
        wrong = check(program, folder, row)
        bad += wrong is not None
        print(f"ok awkward {row['file']}" if wrong is None else f"not ok awkward {row['file']}: {wrong}")
    sys.exit(1 if bad else 0)


main()
END
