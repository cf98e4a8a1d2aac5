#!/usr/bin/env python3
"""A server that misbehaves: voxpop's protocol as far as clients see it, and texts that make it fail.

die: ends at once. cut: writes half an answer and ends. stall: answers nothing any more and reads no further. slow: waits.
error: answers with an error. junk: answers something that is not JSON. once FILE: dies unless FILE is there, and makes it.
"""
import json
import os
import sys
import time

out = sys.stdout.buffer
out.write(b'{"type":"hello","protocol":1}\n')
out.flush()
for line in sys.stdin.buffer:
    request = json.loads(line)
    word, _, rest = request.get("text", "").partition(" ")
    answer = json.dumps({"id": request["id"], "text": request.get("text"), "op": request.get("op")}).encode()
    if word == "die":
        os._exit(9)
    if word == "once" and not os.path.exists(rest):
        open(rest, "w").close()
        os._exit(9)
    if word == "stall":
        time.sleep(60)
    if word == "slow":
        time.sleep(0.002)
    if word == "junk":
        answer = b"no json"
    if word == "error":
        answer = json.dumps({"id": request["id"], "error": {"code": "bad_field", "message": "unknown field"}}).encode()
    if word == "cut":
        out.write(answer[:10])
        out.flush()
        os._exit(9)
    out.write(answer + b"\n")
    out.flush()
