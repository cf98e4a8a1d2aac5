#!/usr/bin/env python3
"""usage: wheel.py VOXPOP DATA SHARED      (prints `ok NAME`, `not ok NAME: why`, `skipped NAME: why`)

The installed package against the program: the same records to the byte, columns that say what records say, reports,
threads, errors. Nothing here knows where the package's sources are.
"""
import json
import os
import random
import subprocess
import sys
import threading
import time

import voxpop

PROGRAM, DATA, SHARED = sys.argv[1:4]
COLUMNS = {"id_column": "答卷编号", "text_columns": ["评价内容"], "score_column": "推荐度", "date_column": "提交时间", "segment_columns": ["门店"]}
OPTIONS = ["--id-column", "答卷编号", "--text-column", "评价内容", "--score-column", "推荐度", "--date-column", "提交时间", "--segment-column", "门店"]
SAMPLE = os.path.join(DATA, "sample-nps.csv")
MODEL = voxpop.Model()
ARTEFACT = os.path.join(os.path.dirname(voxpop.__file__), "voxpop.vox")
failed = 0


def check(name):
    """Runs what it decorates at once."""
    def run(test):
        global failed
        try:
            why = test()
        except Exception as e:  # one broken check must not hide the others
            why = f"{type(e).__name__}: {e}"
        failed += why not in (None, True)
        print(f"ok python: {name}" if why in (None, True) else f"not ok python: {name}: {str(why)[:300]}", flush=True)
    return run


def program(*arguments):
    return subprocess.run([PROGRAM, arguments[0], "--model", ARTEFACT, *arguments[1:]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout


def texts_of(name, most=3000):
    with open(os.path.join(SHARED, "corpora", name, "dev.tsv"), encoding="utf-8") as f:
        head = f.readline().rstrip("\n").split("\t").index("text")
        rows = [line.rstrip("\n").split("\t") for line in f]
    return [r[head] for r in rows if len(r) > head][:most]


def sample_texts():
    return [json.loads(line)["keep"]["评价内容"] for line in MODEL.records(SAMPLE, keep_columns=["评价内容"], **COLUMNS)]


def differs(texts, role="other"):
    """Where columns and records tell two things; None: nowhere."""
    frame = MODEL.score_frame(texts, role=role)
    c = {name: frame.column(name) for name in ("lang", "label", "score", "confidence", "effort", "quality", "flags", "emotion_at", "emotion",
         "emotion_score", "theme_at", "theme", "theme_score", "theme_label", "theme_confidence", "intent_at", "intent", "intent_theme",
         "quantity_at", "quantity", "quantity_value", "status")}
    n = {name: frame.names(name) for name in c}

    def hits(kind, i):
        return range(c[f"{kind}_at"][i], c[f"{kind}_at"][i + 1])

    def named(kind, i):
        return [name for bit, name in enumerate(n[kind]) if c[kind][i] >> bit & 1]

    def sentiment(score, label, confidence):
        return {"score": score / 10000, "label": n["label"][label] or None} if confidence else None
    if len(frame) != len(texts):
        return f"{len(frame)} rows of {len(texts)}"
    for i, record in enumerate(MODEL.score_many([t or "" for t in texts], role=role)):
        whole = sentiment(c["score"][i], c["label"][i], c["confidence"][i])
        got = {
            "lang": n["lang"][c["lang"][i]],
            "sentiment": whole and {**whole, "confidence": c["confidence"][i] / 10000},
            "effort": None if c["effort"][i] == -128 else c["effort"][i],
            "quality": named("quality", i), "flags": named("flags", i),
            "emotions": [{"id": n["emotion"][c["emotion"][k]], "score": c["emotion_score"][k] / 10000} for k in hits("emotion", i)],
            "themes": [{"id": n["theme"][c["theme"][k]], "sentiment": sentiment(c["theme_score"][k], c["theme_label"][k], c["theme_confidence"][k])}
                       for k in hits("theme", i)],
            "intents": [{"id": n["intent"][c["intent"][k]], "theme": n["intent_theme"][c["intent_theme"][k]] if c["intent_theme"][k] >= 0 else None}
                        for k in hits("intent", i)],
            "quantities": [{"kind": n["quantity"][c["quantity"][k]], "value": c["quantity_value"][k] / 100} for k in hits("quantity", i)],
        }
        for key, value in got.items():
            if record[key] != value:
                return f"row {i}, {key}: {value} in columns, {record[key]} in the record"
    return None


@check("records of the sample are the program's bytes")
def _():
    return b"".join(MODEL.records(SAMPLE, **COLUMNS)) == program("score", SAMPLE, *OPTIONS)


@check("with evidence, too")
def _():
    return b"".join(MODEL.records(SAMPLE, evidence=True, **COLUMNS)) == program("score", SAMPLE, "--evidence", *OPTIONS)


@check("bad rows give the program's error lines")
def _():
    path = os.path.join(DATA, "bad.ndjson")
    got = b"".join(MODEL.records(path, text_columns=["text"]))
    return b'"error"' in got and got == program("score", path, "--text-column", "text")


@check("one record is what serve answers")
def _():
    asked = {"id": {"k": [1, "é"]}, "text": "客服很好，但是物流太慢 😀", "score": 6, "date": "2026-03-01", "segments": {"门店": "浦东"}, "role": "suggestion", "evidence": True}
    answer = subprocess.run([PROGRAM, "serve", "--model", ARTEFACT], input=json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode(),
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.split(b"\n")[1]
    mine = MODEL.record(asked["text"], id=asked["id"], score=6, date="2026-03-01", segments=asked["segments"], role="suggestion", evidence=True)
    return None if json.loads(mine) == json.loads(answer) and mine.partition(b',"question"')[2].rstrip() == answer.partition(b',"question"')[2] else mine


for corpus in ("zh-waimai", "en-nhs-fft", "zht-restaurant-dimabsa24"):
    path = os.path.join(SHARED, "corpora", corpus, "dev.tsv")
    if not os.path.exists(path):
        print(f"skipped python: {corpus}: ../shared is not here")
        continue

    @check(f"records of {corpus} are the program's bytes")
    def _(path=path):
        return b"".join(MODEL.records(path, format="tsv", text_columns=["text"], id_column="id")) == program(
            "score", path, "--format", "tsv", "--text-column", "text", "--id-column", "id")

    @check(f"columns of {corpus} say what its records say")
    def _(corpus=corpus):
        return differs(texts_of(corpus))


@check("columns of the sample say what its records say")
def _():
    texts = sample_texts()
    return differs(texts) if len(texts) > 500 else f"{len(texts)} texts"


@check("hostile and missing texts")
def _():
    draw = random.Random(8)
    hostile = ["", " ", "\x00", "a\x00b", "\ud800", "慢" * 5000, "😀" * 300, "无", "\u202e慢", None] + \
        ["".join(chr(draw.choice((draw.randrange(1, 0x300), draw.randrange(0x4E00, 0x9FFF), draw.randrange(0x1F300, 0x1F700)))) for _ in range(40)) for _ in range(300)]
    return differs(hostile, role="reason_neg")


@check("a text too long: one row of a frame, an error of score, and no word of it told")
def _():
    short = voxpop.Model(max_text=20)
    frame = short.score_frame(["good", "secret " * 10, "bad"])
    try:
        short.score("secret " * 10)
    except voxpop.Error as e:
        told = e.code == "too_long" and e.status == "limit" and "secret" not in str(e)
    return told and list(frame.column("status")) == [0, -8, 0] and frame.column("confidence")[1] == 0 and frame.column("confidence")[2] > 0


@check("wrong use raises")
def _():
    for wrong, error in ((lambda: MODEL.score_frame("one text"), TypeError), (lambda: MODEL.score_frame([3]), TypeError),
                         (lambda: MODEL.record("x", score=11), ValueError), (lambda: voxpop.Model("/none"), voxpop.Error),
                         (lambda: voxpop.Model(SAMPLE), voxpop.Error), (lambda: list(MODEL.records("/none")), FileNotFoundError),
                         (lambda: list(MODEL.records(SAMPLE, text_columns=["none"])), voxpop.Error), (lambda: MODEL.score_frame([]).column("x"), KeyError)):
        try:
            wrong()
        except error:
            continue
        return f"no {error.__name__}"
    return None


@check("a column outlives its frame and model")
def _():
    model = voxpop.Model()
    column = model.score_frame(["很好", "太慢"] * 5000).column("score")
    want = list(column)
    del model
    junk = [MODEL.score_frame(["bad"] * 10000) for _ in range(4)]
    return list(column) == want and len(junk) == 4


@check("a frame is the same for any number of jobs, and gives its memory back")
def _():
    import resource
    texts = (sample_texts() * 12)[:7001]

    def columns(jobs):
        frame = MODEL.score_frame(texts, jobs=jobs)
        return [bytes(frame.column(name)) for name in voxpop.frame.COLUMNS]
    want = columns(1)
    if len(want[0]) != len(texts) or any(columns(jobs) != want for jobs in (0, 2, 3, 16)):
        return "other columns"
    used = [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]
    for _ in range(60):
        MODEL.score_frame(texts)
    used.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return None if used[1] - used[0] < 20000 else f"{used[1] - used[0]} KB more"


@check("texts too long, wrong members and broken calls are told from threads too")
def _():
    short = voxpop.Model(max_text=20)
    status = list(short.score_frame(["good"] * 3000 + ["far too long a comment for this"] + ["bad"] * 3000, jobs=3).column("status"))
    try:
        MODEL.score_frame(["good"], jobs=-1)
    except ValueError:
        return status == [0] * 3000 + [-8] + [0] * 3000
    return "jobs=-1 was taken"


@check("16 threads on one model say what one says")
def _():
    texts, got = sample_texts(), [None] * 16
    want = [MODEL.record(t) for t in texts], list(MODEL.score_frame(texts).column("score"))

    def work(i):
        got[i] = [MODEL.record(t) for t in texts], list(MODEL.score_frame(texts).column("score"))
    threads = [threading.Thread(target=work, args=(i,)) for i in range(16)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return all(g == want for g in got)


@check("the interpreter's lock is given away while a frame is scored")
def _():
    texts, ticks, over = sample_texts() * 40, [0], threading.Event()

    def tick():
        while not over.is_set():
            ticks[0] += 1
            time.sleep(0.0005)
    thread = threading.Thread(target=tick)
    thread.start()
    start, before = time.time(), ticks[0]
    MODEL.score_frame(texts)
    took, seen = time.time() - start, ticks[0] - before
    over.set()
    thread.join()
    return None if seen >= 10 else f"{seen} ticks in {took:.3f} s"


@check("a report of the sample is the program's")
def _():
    report = voxpop.Report(MODEL, asks=["segment=门店"])
    bad = report.add_file(SAMPLE, **COLUMNS)
    want, got = json.loads(program("report", SAMPLE, *OPTIONS)), report.to_dict()
    want["manifest"].pop("options"), got["manifest"].pop("options")
    different = [k for k in want if want[k] != got.get(k)]
    return f"{different}" if different or list(want) != list(got) else None if bad == got["base"]["bad"] and "NPS" in report.to_text("en") else "text"


@check("halves merge into the whole, and rows may be added one by one")
def _():
    rows = [json.loads(line) for line in MODEL.records(SAMPLE, keep_columns=["评价内容"], **COLUMNS)]
    whole, first, second = voxpop.Report(MODEL), voxpop.Report(MODEL), voxpop.Report(MODEL)
    for i, r in enumerate(rows):
        for report in (whole, (first, second)[i % 2]):
            report.add(r["keep"]["评价内容"], score=r["score"], id=r["id"], date=r["date"], segments=r["segments"])
    second.merge(first)
    return second.to_json() == whole.to_json() and whole.to_dict()["base"]["rows"] == len(rows)


@check("identity")
def _():
    want = json.loads(subprocess.run([PROGRAM, "serve", "--model", ARTEFACT], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                     check=True).stdout.split(b"\n")[0])["lexicon"]
    return all(MODEL.info[k] == v for k, v in want.items()) and voxpop.library_version() == voxpop.__version__


try:
    import numpy
    import pandas
    import pyarrow
except ImportError as e:
    print(f"skipped python: numpy, pandas, pyarrow: {e}")
else:
    TEXTS = sample_texts()[:400] + [None, "等了30分钟，投诉！", "too slow"]

    @check("pandas says what the records say")
    def _():
        df, records = MODEL.score_frame(TEXTS).to_pandas(), MODEL.score_many([t or "" for t in TEXTS])
        themes = MODEL.score_frame(TEXTS).themes_to_pandas()
        for i, r in enumerate(records):
            s, row = r["sentiment"] or {}, df.loc[i]
            got = [None if pandas.isna(row[k]) else row[k] for k in ("score", "label", "confidence", "effort")]
            if got != [s.get("score"), s.get("label"), s.get("confidence"), r["effort"]] or row["lang"] != r["lang"]:
                return f"row {i}: {got}"
            if {k[8:]: row[k] for k in df.columns if k.startswith("emotion.") and row[k]} != {e["id"]: e["score"] for e in r["emotions"] if e["score"]}:
                return f"row {i}: emotions"
            if [k[6:] for k in df.columns if k.startswith("flags.") and row[k]] != r["flags"]:
                return f"row {i}: flags"
        return list(themes["theme"]) == [t["id"] for r in records for t in r["themes"]]

    @check("Arrow says what the records say")
    def _():
        rows = MODEL.score_frame(TEXTS).to_arrow().to_pylist()
        for i, (row, r) in enumerate(zip(rows, MODEL.score_many([t or "" for t in TEXTS]))):
            s = r["sentiment"] or {}
            want = [s.get("score"), s.get("label"), s.get("confidence"), r["effort"], r["lang"], r["emotions"], r["intents"], r["quantities"],
                    [{"id": t["id"], **(t["sentiment"] or {"score": None, "label": None})} for t in r["themes"]]]
            got = [row[k] for k in ("score", "label", "confidence", "effort", "lang", "emotions", "intents", "quantities", "themes")]
            if got != want:
                return f"row {i}: {got} instead of {want}"
        return len(rows) == len(TEXTS)

    @check("every kind of input gives the same columns")
    def _():
        want = bytes(MODEL.score_frame(TEXTS).column("score"))
        array = pyarrow.array(TEXTS)
        kinds = {"tuple": tuple(TEXTS), "generator": (t for t in TEXTS), "object series": pandas.Series(TEXTS, dtype=object), "series": pandas.Series(TEXTS),
                 "string series": pandas.Series(TEXTS, dtype="string"), "numpy": numpy.array(TEXTS, dtype=object), "arrow": array,
                 "large": array.cast(pyarrow.large_string()), "chunks": pyarrow.chunked_array([TEXTS[:100], TEXTS[100:]]),
                 "dictionary": array.dictionary_encode(), "slice": pyarrow.array(["x"] + TEXTS)[1:]}
        return [k for k, v in kinds.items() if bytes(MODEL.score_frame(v).column("score")) != want] or None

    @check("no rows")
    def _():
        frame = MODEL.score_frame([])
        return len(frame.to_pandas()) == 0 and frame.to_arrow().num_rows == 0 and len(frame.themes_to_pandas()) == 0

sys.exit(failed > 0)
