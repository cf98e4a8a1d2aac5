#!/usr/bin/env python3
"""The heaviest learned entries as a page to be read: lexicons/HEAVIEST.md.

usage: heaviest.py > lexicons/HEAVIEST.md     (from the project's root; `make learn` does it)
"""
LANGUAGES = (("Chinese", "zh"), ("English", "en"))


def entries(path):
    """Term, class, weight, note and neutral weights (against praise, against blame) of each line."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            flags = [f for f in cells[3].split(" ") if f.startswith("neutral=")]
            middle = [float(n) for n in flags[0].split("=")[1].split("/")] if flags else [0.0]
            yield cells[0], cells[1], float(cells[2]), middle[0], middle[-1], cells[4]


def shown(term, kind, value):
    mark = " (negated)" if kind == "weight.negated" else ""
    return f"{term.replace('|', chr(92) + '|')}{mark} {value:+.2f}"


def section(title, rows, key):
    rows = sorted(rows, key=lambda e: (-abs(e[key]), e[0], e[1]))
    print(f"\n### {title}\n")
    print(" · ".join(shown(e[0], e[1], e[key]) for e in rows))


def main():
    print("# The heaviest learned entries\n")
    print("Written by `tools/heaviest.py`, which `make learn` runs, to be read: what is no reason for an opinion (names, places,")
    print("brands, things, function words alone) belongs into `learn-stop.txt`. A few pairs of function words are still among")
    print("them (也 + 还, 这 + 怎么, they + would): the stop lists hold words, not pairs. A pair reads `left + right`.")
    for name, language in LANGUAGES:
        rows = list(entries(f"lexicons/{language}/learned.tsv"))
        print(f"\n## {name}: {len(rows)} entries")
        heavy = sorted(rows, key=lambda e: (-abs(e[2]), e[0], e[1]))[:200]
        section("The 200 heaviest: praise", [e for e in heavy if e[2] > 0], 2)
        section("The 200 heaviest: blame", [e for e in heavy if e[2] < 0], 2)
        for against, key in (("praise", 3), ("blame", 4)):
            middle = sorted(rows, key=lambda e: (-e[key], e[0], e[1]))[:100]
            section(f"The 100 that speak most for the middle, against {against}", middle, key)


if __name__ == "__main__":
    main()
