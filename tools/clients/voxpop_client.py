"""A client of `voxpop serve` for a program that keeps it as a subprocess. Standard library alone: copy this file.

    with Client(["voxpop", "serve"]) as client:
        client.ask({"text": "物流慢", "score": 3})    # waits for the answer: a record
        future = client.send({"text": "客服很好"})    # many under way at a time; any thread may send
        future.result()                              # or ServerError, Timeout, Lost

Back-pressure: at most `window` requests are under way; beyond that `send` waits. One thread writes, one reads: no pipe fills up.
Time-out: a request without an answer after `timeout` seconds fails with Timeout, and the server, which stalls, is killed.
Restart: when the server is gone and something is to be done, a new one is asked again. The oldest request pays with one of
its `tries` and fails with Lost after the last, so one that kills every server ends there. Scoring may be asked twice; other
ops may not and fail with Lost.
"""
import json
import queue
import subprocess
import threading
import time
from concurrent.futures import Future


class ServerError(Exception):
    """The server answered with an error; `code` is one of CONTRACT.md's."""
    code = property(lambda self: self.args[0].get("code"))

class Timeout(Exception): """No answer in time."""
class Lost(Exception): """The server ended and the request was not to be asked again, or the client is closed."""

class _Request:
    def __init__(self, fields):
        self.fields, self.future, self.since, self.handed, self.ends = fields, Future(), time.monotonic(), False, 0
        self.repeatable = fields.get("op", "score") in ("score", "batch")

class Client:
    def __init__(self, command, window=256, timeout=30.0, tries=3, pause=0.05):
        self.command, self.timeout, self.tries, self.pause = command, timeout, tries, pause
        self.restarts, self.hello = 0, None
        self._room, self._changed = threading.BoundedSemaphore(window), threading.Condition(threading.RLock())
        self._under_way, self._next, self._closed = {}, 0, False  # by the number that is sent as id, oldest first
        self._start()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()
    def send(self, request):
        """Gives a Future of the answer; an `id` of yours comes back in it. Do not wait for others in its callbacks."""
        self._room.acquire()
        one = _Request(dict(request))
        one.future.add_done_callback(lambda _: self._room.release())
        with self._changed:
            if not self._closed:
                number, self._next = self._next, self._next + 1
                self._under_way[number] = one
                self._changed.notify() if self._gone else self._hand_over(number, one)
                return one.future
        self._settle(one, Lost("the client is closed"))
        return one.future

    def ask(self, request): return self.send(request).result()
    def close(self, *_):
        """Waits for what is under way, then ends the server."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._watcher.join()

    __enter__, __exit__ = lambda self: self, close

    def _start(self):
        self._server = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._lines, self._gone = queue.SimpleQueue(), False
        self._reader = threading.Thread(target=self._read, args=(self._server, self._lines), daemon=True)
        self._reader.start()
        threading.Thread(target=self._write, args=(self._server, self._lines), daemon=True).start()

    def _hand_over(self, number, one):
        one.since, one.handed = time.monotonic(), True
        self._lines.put(json.dumps({**one.fields, "id": number}).encode() + b"\n")

    def _write(self, server, lines):
        try:
            with server.stdin as pipe:
                for line in iter(lines.get, None):
                    pipe.write(line)
                    if lines.empty():
                        pipe.flush()
        except OSError:
            pass  # the server is gone: the reader tells

    def _read(self, server, lines):
        for line in server.stdout:
            try:
                answer = json.loads(line)
                number = answer.get("id")
            except (ValueError, AttributeError):
                break  # a line cut short by the server's end, or not our protocol
            self.hello = answer if answer.get("type") == "hello" else self.hello
            with self._changed:
                one = self._under_way.pop(number, None) if isinstance(number, int) else None
                self._closed and self._changed.notify()
            if one:
                answer["id"] = one.fields.get("id")
                self._settle(one, ServerError(answer["error"]) if "error" in answer else answer)
        lines.put(None)
        server.kill()
        server.wait()
        server.stdout.close()
        with self._changed:
            self._gone = self._gone or server is self._server
            self._changed.notify()

    @staticmethod
    def _settle(one, answer):
        if one.future.set_running_or_notify_cancel():
            (one.future.set_exception if isinstance(answer, Exception) else one.future.set_result)(answer)

    def _watch(self):
        """Looks for requests that wait too long and for a server that is gone; ends it all after `close`."""
        while True:
            with self._changed:
                if self._closed and not self._under_way:
                    break
                failed = self._late() or (self._again() if self._gone and self._under_way else [])
                failed or self._changed.wait(self.pause if self._gone and self._under_way else self.timeout / 10)
            for one, why in failed:
                self._settle(one, why)
        self._lines.put(None)
        try:
            self._server.wait(self.timeout)
        except subprocess.TimeoutExpired:
            self._server.kill()
        self._reader.join()

    def _late(self):
        before = time.monotonic() - self.timeout
        late = [number for number, one in self._under_way.items() if one.since < before]
        late and self._server.kill()
        return [(self._under_way.pop(number), Timeout(f"no answer in {self.timeout} s")) for number in late]

    def _again(self):
        time.sleep(self.pause)
        next(iter(self._under_way.values())).ends += 1
        lost = [n for n, one in self._under_way.items() if one.ends >= self.tries or (one.handed and not one.repeatable)]
        failed = [(self._under_way.pop(number), Lost("the server ended")) for number in lost]
        try:
            self._start()
            self.restarts += 1
            for number, one in self._under_way.items():
                self._hand_over(number, one)
        except OSError:
            pass  # not now: the oldest paid for this, too
        return failed
