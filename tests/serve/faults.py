#!/usr/bin/env python3
"""usage: faults.py VOXPOP MODEL IO_SO [STEP]   (checks printed as `ok NAME` or `not ok NAME: why`)

A dialogue with `voxpop serve` while each allocation, read or write in turn fails (every STEP-th one of them). Once the
hello is out, each request is answered once and in its place: with the record it always gets, or with "no_memory".
"""
import json
import os
import subprocess
import sys
import tempfile

TEXT = "客服很好，但是物流太慢了 😀 " * 3
REQUESTS = [b'{"id":%d,"text":%s,"score":%d}' % (i, json.dumps(TEXT[i % 7:] * (1 + 40 * (i % 5)), ensure_ascii=i % 2 == 0).encode(), i % 11)
            for i in range(12)]
REQUESTS += [b'{"id":12,"op":"batch","items":[{"id":"a","text":"slow"},{"id":"b","texts":{"Q":"good","R":"bad"}}]}', b'{"id":13,"op":"reload"}',
             b'{"id":14,"op":"snapshot"}', b'{"id":15,"op":"reset"}', b'{"id":16,"text":"%s"}' % (b"bad " * 30000), b'{"id":17,"op":"ping"}']


def run(voxpop, model, so, fault, count=None, jobs="1"):
    env = dict(os.environ, LD_PRELOAD=so, **({"VOXFAULT": fault} if fault else {}), **({"VOXFAULT_COUNT": count} if count else {}))
    done = subprocess.run([voxpop, "serve", "--model", model, "--jobs", jobs], input=b"".join(r + b"\n" for r in REQUESTS), env=env,
                          capture_output=True, timeout=60)
    return done.returncode, done.stdout.split(b"\n")[:-1], done.stderr.decode(errors="replace")


def wrong(clean, code, lines, log, may_fail):
    """What is wrong with a dialogue; None: nothing."""
    if "客服" in log or "slow" in log:
        return "a comment in the log"
    if not lines:
        return None if code in (4, 5) and (log or code == 5) and may_fail else f"exit {code} and no hello: {log[-100:]}"
    if code != 0 or len(lines) != len(clean):
        return f"exit {code}, {len(lines)} lines: {log[-100:]}"
    for i, (got, want) in enumerate(zip(lines, clean)):
        if i == 0 or got == want:
            continue
        answer = json.loads(got)
        faults = [answer.get("error")] + [r.get("error") for r in answer.get("records", [])]
        memory = any(f and (f["code"] == "no_memory" or (f["code"] == "bad_lexicon" and REQUESTS[i - 1].endswith(b'"reload"}'))) for f in faults)
        counted = b'"snapshot"' in REQUESTS[i - 1] and "report" in answer
        if not may_fail or not (memory or counted) or answer["id"] != json.loads(REQUESTS[i - 1])["id"]:
            return f"answer {i}: {got[:120]!r}"
    return None


def main(voxpop, model, so, step=7):
    _, clean, _ = run(voxpop, model, "", None)
    bad, folder = 0, tempfile.mkdtemp()
    for call, how in (("malloc", "ENOMEM"), ("read", "EINTR"), ("read", "EAGAIN"), ("read", "SHORT"), ("write", "EINTR"), ("write", "SHORT")):
        counter = os.path.join(folder, "count")
        run(voxpop, model, so, f"{call}:1000000000:{how}", counter)
        with open(counter) as f:
            total = int(f.read())
        found, tried = [], 0
        for n in range(1, total + 1, step if call == "malloc" else max(1, step // 4)):
            tried += 1
            why = wrong(clean, *run(voxpop, model, so, f"{call}:{n}:{how}"), call in ("malloc", "read"))
            if why:
                found.append(f"{n}: {why}")
        bad += bool(found)
        name = f"serve faults: {call} {how}, {tried} of {total}"
        print(f"not ok {name}: {found[0]} ({len(found)})" if found else f"ok {name}", flush=True)
    os.remove(counter)
    os.rmdir(folder)
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4], *map(int, sys.argv[4:])))
