#!/usr/bin/env python3
"""Scores the challenge file with voxpop and prints the accuracy by language and phenomenon.

A positive or negative sentence is right when the score has that sign; a neutral or mixed one when the label is
that; one labelled none when the sentiment is null.
"""
import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
LABELS = ("positive", "negative", "neutral", "mixed", "none")


def read_gold(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def score(program, model, path):
    """The sentiment of every id of the file; None where it is null."""
    command = [program, "score", "--format", "tsv", "--id-column", "id", "--text-column", "text", str(path)]
    if model:
        command[2:2] = ["--model", model]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"{program} score ended with {done.returncode}")
    records = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return {r["id"]: r["sentiment"] for r in records if "id" in r}


def is_right(gold, sentiment):
    if gold == "none":
        return sentiment is None
    if sentiment is None:
        return False
    if gold == "positive":
        return sentiment["score"] > 0
    if gold == "negative":
        return sentiment["score"] < 0
    return sentiment["label"] == gold


def shown(sentiment):
    return "none" if sentiment is None else f'{sentiment["label"]} {sentiment["score"]:+.2f}'


def print_table(title, counts, names):
    print(title)
    for name in names:
        right, all_rows = counts[name]
        if all_rows:
            print(f"  {name:<16} {right:>4} / {all_rows:<4} {100 * right / all_rows:5.1f} %")


def run(language, program, model, list_errors):
    path = HERE / f"{language}.tsv"
    rows = read_gold(path)
    found = score(program, model, path)
    lost = [row["id"] for row in rows if row["id"] not in found]
    if lost:
        sys.exit(f"{path.name}: no record for {len(lost)} rows, the first is {lost[0]}")
    phenomena = list(dict.fromkeys(row["phenomenon"] for row in rows))
    by_phenomenon, by_label = (collections.defaultdict(lambda: [0, 0]) for _ in range(2))
    errors = []
    for row in rows:
        right = is_right(row["label"], found[row["id"]])
        for counts in (by_phenomenon[row["phenomenon"]], by_phenomenon["all"], by_label[row["label"]]):
            counts[0] += right
            counts[1] += 1
        if not right:
            errors.append(row)
    print_table(f"{language} by phenomenon", by_phenomenon, phenomena + ["all"])
    print_table(f"{language} by label", by_label, LABELS)
    for row in errors if list_errors else ():
        print(f'{row["id"]}\t{row["label"]}\t{shown(found[row["id"]])}\t{row["text"]}')


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--bin", default="build/voxpop", help="the program (default: %(default)s)")
    parser.add_argument("--model", help="a compiled lexicon other than the one beside the program")
    parser.add_argument("--errors", action="store_true", help="list the sentences that came out wrong")
    options = parser.parse_args()
    for language in ("zh", "en"):
        run(language, options.bin, options.model, options.errors)


if __name__ == "__main__":
    main()
