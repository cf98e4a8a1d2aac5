#!/usr/bin/env python3
"""A made-up survey whose truth is known: nine things to say, in rates that were chosen.

usage: planted.py ROWS [--bad N] > rows.ndjson      (the same rows every time)
       planted.py ROWS --truth                      (counts that a report must show, as JSON)

Every comment says one planted thing and, around it, words that say nothing of it; 3 in 100 rows have no score, 5 in
100 no comment. --bad N: N lines in the middle are no rows: cut off, not JSON, not UTF-8.
"""
import json
import random
import sys

# (what is said, its scores from .. to, weight)
SAID = [
    ("物流太慢了，等了{n}天", 0, 6, 9),
    ("客服态度很差，没有人理", 0, 5, 7),
    ("价格太贵了，不值这个价", 2, 7, 6),
    ("质量很好，用了{n}个月都没问题", 9, 10, 12),
    ("包装很精美，送人正好", 8, 10, 6),
    ("发货很快，第{n}天就到了", 9, 10, 9),
    ("The delivery was very slow, {n} days late", 0, 6, 4),
    ("Great quality, I have used it for {n} months", 9, 10, 4),
    ("一般般吧，没什么特别的", 6, 8, 8),
]
AROUND = ["", "第{k}次购买。", "给家里人买的，", "朋友推荐来的。", "双十一的时候下的单，", "I ordered number {k}. "]
BAD = [b'{"id":"cut","comment":"half of a', b"no JSON at all", b'{"id":"bytes","comment":"\xff\xfe\xfa"}', b"[1,2,3]"]


def rows(count):
    dice = random.Random(20261122)
    weights = [said[3] for said in SAID]
    for i in range(count):
        what = dice.choices(range(len(SAID)), weights)[0]
        text, low, high, _ = SAID[what]
        text = AROUND[int(dice.random() * len(AROUND))] + text
        text = text.replace("{n}", str(1 + int(dice.random() * 30))).replace("{k}", str(i))
        score = low + int(dice.random() * (high - low + 1))
        quiet, unscored = dice.random() < 0.05, dice.random() < 0.03
        day = f"2026-{1 + int(dice.random() * 12):02d}-{1 + int(dice.random() * 28):02d}"
        row = {"id": f"r{i}", "comment": None if quiet else text, "nps": None if unscored else score,
               "day": day, "branch": f"店{int(dice.random() * 20)}"}
        yield what, row


# Which theme a planted thing is, where nothing around it is of that theme.
THEMES = {0: "delivery.speed", 1: "service.agent.attitude", 2: "price.value", 4: "packaging"}


def truth(count):
    all_rows = list(rows(count))
    scored = [row["nps"] for _, row in all_rows if row["nps"] is not None]
    themes = {name: sum(w == what and row["comment"] is not None for w, row in all_rows) for what, name in THEMES.items()}
    return {"rows": count, "scored": len(scored), "promoters": sum(s >= 9 for s in scored),
            "detractors": sum(s <= 6 for s in scored), "themes": themes}


def main(words):
    count = int(words[0])
    bad = int(words[words.index("--bad") + 1]) if "--bad" in words else 0
    if "--truth" in words:
        print(json.dumps(truth(count)))
        return
    out = sys.stdout.buffer
    for i, (_, row) in enumerate(rows(count)):
        if i == count // 2:
            out.writelines(BAD[k % len(BAD)] + b"\n" for k in range(bad))
        out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
