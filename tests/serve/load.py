#!/usr/bin/env python3
"""usage: load.py VOXPOP MODEL [CLIENTS REQUESTS]   (checks printed as `ok NAME` or `not ok NAME: why`)

Many clients at one server over a Unix socket: 5 % of the requests malformed, 1 % too long, one client that does not
read until the others are done, one that is killed, reloads all the while, among them of a broken artefact. Every
request must be answered once and in its place.
"""
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

TEXTS = ["客服很好，但是物流太慢了", "very slow delivery, kind staff", "😀", "价格贵", "等了三个小时才有人理我，真的很生气！！"]
MAX_LINE = 16384
bad = 0


def check(name, truth, why=""):
    global bad
    bad |= not truth
    print(f"ok serve load: {name}" if truth else f"not ok serve load: {name}: {why}", flush=True)


class Client:
    """Writes its requests as fast as they are taken and compares the beginning of each answer."""

    def __init__(self, path, number, count):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(path)
        self.sock.setblocking(False)
        self.number, self.count, self.made, self.answered = number, count, 0, 0
        self.out, self.rest, self.wrong, self.hello, self.ended = b"", b"", None, False, False

    def request(self, i):
        """The line of request i and how its answer begins."""
        kind = (i * 7919 + self.number * 104729) % 100
        if kind < 5:
            return b'{"id":%d,"text":"%d\n' % (i, i), b'{"id":null,"error":{"code":"bad_json"'
        if kind == 5:
            return b'{"id":%d,"text":"' % i + b"x" * MAX_LINE + b'"}\n', b'{"id":null,"error":{"code":"too_long"'
        ident = json.dumps(f"{self.number}-{i}").encode() if i % 2 else b"%d" % i
        text = json.dumps(TEXTS[i % len(TEXTS)], ensure_ascii=i % 3 == 0).encode()
        return b'{"id":%s,"text":%s,"score":%d}\n' % (ident, text, i % 11), b'{"id":%s,"question":null' % ident

    def fill(self):
        while len(self.out) < 65536 and self.made < self.count:
            self.out += self.request(self.made)[0]
            self.made += 1

    def write(self):
        self.fill()
        try:
            if self.out:
                self.out = self.out[self.sock.send(self.out):]
        except BlockingIOError:
            pass

    def read(self):
        try:
            piece = self.sock.recv(1 << 18)
        except BlockingIOError:
            return
        self.ended |= not piece
        *lines, self.rest = (self.rest + piece).split(b"\n")
        for line in lines:
            if not self.hello:
                self.hello = line.startswith(b'{"type":"hello"')
                continue
            want = self.request(self.answered)[1]
            if not line.startswith(want) and self.wrong is None:
                self.wrong = f"answer {self.answered}: {line[:60]!r}, wanted {want!r}"
            self.answered += 1

    def done(self):
        return self.answered >= self.count or self.ended


def ask(path, line):
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(path)
        s.sendall(line + b"\n")
        f = s.makefile("rb")
        f.readline()
        return f.readline()


def pump(clients, until, deadline):
    """Serves sockets until `until` says so."""
    with selectors.DefaultSelector() as sel:
        for c in clients:
            sel.register(c.sock, selectors.EVENT_READ | selectors.EVENT_WRITE, c)
        while not until() and time.monotonic() < deadline:
            for key, events in sel.select(0.2):
                c = key.data
                if events & selectors.EVENT_WRITE:
                    c.write()
                    if not c.out and c.made == c.count:
                        sel.modify(c.sock, selectors.EVENT_READ, c)
                if events & selectors.EVENT_READ:
                    c.read()
                    if c.ended:
                        sel.unregister(c.sock)


def resident(pid):
    with open(f"/proc/{pid}/statm") as f:
        return int(f.read().split()[1]) * 4096


def main(voxpop, model, count=64, requests=300):
    folder = tempfile.mkdtemp()
    path, artefact, broken = (os.path.join(folder, n) for n in ("socket", "model.vox", "broken.vox"))
    shutil.copy(model, artefact)
    with open(model, "rb") as f:
        content = bytearray(f.read())
    content[len(content) // 2] ^= 1
    with open(broken, "wb") as f:
        f.write(content)
    server = subprocess.Popen([voxpop, "serve", "--model", artefact, "--socket", path, "--jobs", "2",
                               "--max-line", str(MAX_LINE), "--max-client-bytes", str(1 << 20)],
                              stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    try:
        while not os.path.exists(path):
            time.sleep(0.01)
        run(server, path, artefact, broken, count, requests)
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)
        try:
            code = server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            code = "none: killed"
        log = server.stderr.read().decode()
        check("SIGTERM: exit 0", code == 0, f"exit {code}: {log[-300:]}")
        check("the socket is gone", not os.path.exists(path))
        check("no comment in the log", "物流" not in log and "staff" not in log, "there is one")
        shutil.rmtree(folder)
    return bad


def run(server, path, artefact, broken, count, requests):
    clients = [Client(path, n, requests) for n in range(count - 2)]
    stalled, killed = Client(path, count - 2, requests), Client(path, count - 1, requests)
    deadline, begun = time.monotonic() + 1800, time.monotonic()
    for _ in range(5):
        stalled.write()
        killed.write()
    killed.sock.close()
    progress = [0]

    def reload_now_and_then():
        total = sum(c.answered for c in clients)
        if total - progress[0] > count * requests // 10:
            progress[0] = total
            os.replace(shutil.copy(artefact, artefact + ".new"), artefact)
            answers.append(ask(path, b'{"id":1,"op":"reload"}'))
            shutil.copy(artefact, artefact + ".kept")
            shutil.copyfile(broken, artefact)  # written over in place, on purpose
            refused.append(ask(path, b'{"id":2,"op":"reload"}'))
            os.replace(artefact + ".kept", artefact)
        return all(c.done() for c in clients)

    answers, refused = [], []
    pump(clients, reload_now_and_then, deadline)
    spent = time.monotonic() - begun
    wrong = next((f"client {c.number}: {c.wrong}" for c in clients if c.wrong), None)
    check("every request answered once, in its place", wrong is None, wrong)
    short = [c.number for c in clients if c.answered != requests]
    check("none is missing", not short, f"clients {short}")
    pump([stalled], stalled.done, deadline)
    check("the one that stalled gets all of its own", stalled.answered == requests and not stalled.wrong,
          f"{stalled.answered} of {requests}; {stalled.wrong}")
    check("reloads under load", answers and all(b'"reloaded"' in a for a in answers), str(answers[:1]))
    check("broken artefacts are refused", refused and all(b'"bad_lexicon"' in a for a in refused), str(refused[:1]))
    for c in clients[:3]:
        c.sock.settimeout(0.2)
        try:
            more = c.sock.recv(100)
        except (BlockingIOError, TimeoutError):
            more = b""
        check(f"client {c.number}: nothing is answered twice", not more, repr(more[:60]))
    print(f"# serve load: {count} clients x {requests} requests in {spent:.1f} s, {(count - 1) * requests / spent:.0f}/s, "
          f"{len(answers)} reloads, resident {resident(server.pid) / 1e6:.1f} MB", flush=True)
    for c in clients + [stalled]:
        c.sock.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])))
