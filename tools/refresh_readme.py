#!/usr/bin/env python3
"""Keep the README's examples true: what stands between `<!-- NAME -->` and `<!-- /NAME -->` is what the program prints.

usage: refresh_readme.py [--check] [BUILD]     (from the project's root, after `make demo`)

Without --check the README is rewritten; with it, a stale example is named and the exit code is 1.
"""
import os
import re
import subprocess
import sys

SAMPLE = ["tests/data/sample-nps.csv", "--id-column", "答卷编号", "--text-column", "评价内容", "--score-column", "推荐度",
          "--date-column", "提交时间", "--segment-column", "门店"]


def run(build, *words):
    return subprocess.run([os.path.join(build, "voxpop"), *words], stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")


def page(build):
    return "```\n" + run(build, "report", *SAMPLE, "--summary") + "```"


def record(build):
    for line in run(build, "score", *SAMPLE).split("\n"):
        if '"id":"R20260122-0005"' in line:
            return "```json\n" + line + "\n```"
    raise SystemExit("the record that the README shows is gone from the sample")


def explanation(build):
    text = "物流慢但是包装好，客服不太耐心"
    shown = run(build, "explain", text)
    return "    $ voxpop explain '" + text + "'\n" + "".join("    " + line + "\n" for line in shown.rstrip("\n").split("\n")).rstrip("\n")


# Written for this page as customers write, not taken from anywhere.
COMMENTS = ["前台帮忙把行李提前送到了房间，这点真的暖心",
            "菜端上来都凉了，催了两次才有人理",
            "味道中规中矩，就是分量有点少",
            "App 更新之后天天闪退，客服只会让我重启",
            "不是不好用，就是学起来有点费劲",
            "希望周末能多开两个窗口，排队太久了",
            "手感很好，做工却很粗糙，又爱又恨",
            "请问保修期是从哪天开始算？",
            "Support fixed my bill in five minutes, couldn't be happier",
            "The room was clean but the staff could not care less"]


def comments(build):
    shown = []
    for text in COMMENTS:
        lines = run(build, "explain", text).rstrip("\n").split("\n")
        shown += ["    $ voxpop explain \"" + text + "\""] + ["    " + line for line in lines] + [""]
    return "\n".join(shown[:-1])


def main(arguments):
    check = "--check" in arguments
    build = next((a for a in arguments if a != "--check"), "build")
    with open("README.md", encoding="utf-8") as f:
        old = f.read()
    new = old
    for name, make in (("demo", page), ("record", record), ("explain", explanation), ("comments", comments)):
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)", re.S)
        if not pattern.search(new):
            raise SystemExit(f"README.md has no place for {name}")
        new = pattern.sub(lambda m: m.group(1) + make(build) + m.group(2), new)
    if check and new != old:
        print("README.md: its examples are stale; run tools/refresh_readme.py", file=sys.stderr)
        return 1
    if not check:
        with open("README.md", "w", encoding="utf-8") as f:
            f.write(new)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
