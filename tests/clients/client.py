#!/usr/bin/env python3
"""usage: client.py VOXPOP MODEL      the Python client against the program, and against a server that misbehaves"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../tools/clients"))
from voxpop_client import Client, Lost, ServerError, Timeout  # noqa: E402

VOXPOP, MODEL = sys.argv[1:3]
FAKE = [sys.executable, os.path.join(HERE, "fake_server.py")]
REAL = [VOXPOP, "serve", "--model", MODEL]
failed = 0


def check(name):
    def run(test):
        global failed
        try:
            why = test()
        except Exception as e:
            why = f"{type(e).__name__}: {e}"
        failed += why not in (None, True)
        print(f"ok client.py: {name}" if why in (None, True) else f"not ok client.py: {name}: {str(why)[:200]}", flush=True)
    return run


def outcome(future):
    try:
        return future.result(30)["text"]
    except Exception as e:
        return type(e).__name__


@check("answers are the program's, whatever the id")
def _():
    texts = ["客服很好", "too slow", "无", "等了30分钟\n😀"]
    asked = "".join(json.dumps({"id": [i, "x"], "text": t, "score": i}) + "\n" for i, t in enumerate(texts))
    want = subprocess.run(REAL, input=asked, capture_output=True, encoding="utf-8", check=True).stdout.splitlines()[1:]
    with Client(REAL) as client:
        got = [client.send({"id": [i, "x"], "text": t, "score": i}) for i, t in enumerate(texts)]
        return [f.result(30) for f in got] == [json.loads(w) for w in want] and client.hello["protocol"] == 1 and client.ask({"op": "ping"})["pong"]


@check("the program killed again and again: every request answered once")
def _():
    with Client(REAL, window=64, tries=50) as client:
        futures = []
        for i in range(20000):
            futures.append(client.send({"id": i, "text": "客服很好 %d" % i}))
            if i % 4000 == 3000:
                client._server.send_signal(signal.SIGKILL)
        ids = [f.result(30)["id"] for f in futures]
    return None if ids == list(range(20000)) and client.restarts >= 3 else f"{client.restarts} restarts"


@check("an error is the error of one request")
def _():
    with Client(FAKE) as client:
        got = [outcome(f) for f in [client.send({"text": t}) for t in ("a", "error", "b")]]
    return None if got == ["a", "ServerError", "b"] else got


@check("the error's code, from the program")
def _():
    with Client(REAL) as client:
        try:
            client.ask({"text": "x", "nonsense": 1})
        except ServerError as e:
            return e.code == "bad_field"


@check("a stalling server is killed, the late request fails, the others are asked again")
def _():
    start = time.monotonic()
    with Client(FAKE, timeout=3) as client:
        first = client.send({"text": "stall"})
        time.sleep(1.8)
        rest = [client.send({"text": str(i)}) for i in range(20)]
        got = outcome(first), [outcome(f) for f in rest]
    return None if got == ("Timeout", [str(i) for i in range(20)]) and time.monotonic() - start < 20 else got


@check("a request that kills every server ends as Lost, and its neighbours are answered")
def _():
    for word in ("die", "cut", "junk"):
        with Client(FAKE, tries=3) as client:
            got = [outcome(f) for f in [client.send({"text": t}) for t in ("a", word, "b", "c")]]
            after = client.ask({"text": "d"})["text"]
        if got != ["a", "Lost", "b", "c"] or after != "d" or client.restarts > 4:
            return f"{word}: {got} {client.restarts}"
    return None


@check("what dies once is asked again; what is not scoring is not")
def _():
    folder = tempfile.mkdtemp()
    with Client(FAKE) as client:
        again = outcome(client.send({"text": f"once {folder}/a"}))
        never = outcome(client.send({"op": "reset", "text": f"once {folder}/b"}))
        later = client.ask({"op": "ping"})["op"]
    return None if (again, never, later) == (f"once {folder}/a", "Lost", "ping") else (again, never, later)


@check("a server that never starts: Lost, and no endless loop")
def _():
    with Client(["false"]) as client:
        got = [outcome(f) for f in [client.send({"text": "a"}), client.send({"text": "b"})]]
    try:
        Client(["/no/such/program"])
    except OSError:
        return None if got == ["Lost", "Lost"] and client.restarts < 10 else got


@check("send waits beyond the window, and big texts fill no pipe")
def _():
    with Client(FAKE, window=8) as client:
        most, futures = 0, []
        for i in range(300):
            futures.append(client.send({"text": "slow " + "x" * 100000}))
            most = max(most, len(client._under_way))
        whole = all(len(f.result(30)["text"]) == 100005 for f in futures)
    return None if whole and most <= 8 else f"{most} under way"


@check("many threads, close, nothing left over")
def _():
    with Client(REAL) as client:
        got = []
        threads = [threading.Thread(target=lambda k=k: got.extend(client.ask({"id": k * 100 + i, "text": "很好"})["id"] for i in range(100))) for k in range(8)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    return sorted(got) == list(range(800)) and client._server.poll() == 0 and outcome(client.send({"text": "late"})) == "Lost"


sys.exit(failed > 0)
