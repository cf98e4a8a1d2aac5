"""python3-jieba as a contender (see contender.h). usage: jieba.py FILE"""
import logging
import sys
import time

# This file's own folder would hide the package that it asks for: they have one name.
sys.path.pop(0)


def rss():
    with open("/proc/self/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmRSS:"))


def main(path):
    with open(path, encoding="utf-8", errors="replace", newline="\n") as f:
        lines = [(line, len(line.encode()) + 1) for line in f.read().split("\n")]
    before, start = rss(), time.process_time()
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    print(f"ready {time.process_time() - start:.6f}", flush=True)
    for ask in sys.stdin:
        wanted, at, tokens, start = int(ask), 0, 0, time.process_time()
        for line, size in lines:
            if at >= wanted:
                break
            tokens += sum(1 for _ in jieba.cut(line))
            at += size
        print(at, tokens, f"{time.process_time() - start:.6f}", rss() - before, flush=True)


main(sys.argv[1])
