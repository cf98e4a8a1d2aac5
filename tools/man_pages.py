#!/usr/bin/env python3
"""usage: man_pages.py VOXPOP INCLUDE OUT

Writes OUT/voxpop.1 out of the help of every command, which the program prints from its option tables, and
OUT/libvoxpop.3 out of the public headers. Same program and headers, same bytes.
"""
import os
import re
import subprocess
import sys

VERBS = {"lexicon": ["build", "lint", "test", "stats", "diff", "export", "suggest", "learn", "adapt"]}


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def verbatim(lines):
    return ".PP\n.nf\n.RS 4\n" + roff("\n".join(lines)) + "\n.RE\n.fi\n"


# ---- voxpop(1)

def help_of(program, *words):
    return subprocess.run([program, *words, "--help"], capture_output=True, check=True, encoding="utf-8").stdout


def option(line):
    """`  --name VALUE      what it does` as a pair."""
    if line[30:31] == " ":
        return line[2:30].rstrip(), line[31:]
    left = re.match(r"  (--?\S+(?: \S+)?) (.*)", line)
    return left[1], left[2]


def command_page(program, words):
    text = help_of(program, *words)
    usage, rest = text.split("\n", 1)
    about, rest = rest.strip("\n").split("\n\nexamples:\n", 1)
    examples, options = rest.split("\noptions:\n", 1)
    page = f".SS {roff(' '.join(words))}\n.B {roff(usage.removeprefix('usage: '))}\n.PP\n{roff(about.replace(chr(10), ' '))}\n"
    for line in options.rstrip("\n").split("\n"):
        name, what = option(line)
        page += f".TP\n.B {roff(name)}\n{roff(what)}\n"
    return page + verbatim(line[2:] for line in examples.rstrip("\n").split("\n"))


def program_page(program):
    top = help_of(program)
    version = re.match(r"voxpop (\S+) - (.*)", top)
    names = re.findall(r"^  ([a-z]+) {2,}", top.split("\nexamples:")[0], re.M)
    page = f'.TH VOXPOP 1 "" "voxpop {version[1]}" "User Commands"\n.SH NAME\nvoxpop \\- {roff(version[2])}\n'
    page += ".SH SYNOPSIS\n.B voxpop\n.I command\n[options] [file...]\n.SH DESCRIPTION\n"
    page += roff("Takes open comments of surveys, cuts them into words, tags sentiment, emotions, intents and themes, links them to "
                 "their NPS group, and prints records and reports as JSON. It works offline and gives a reason for every score.")
    page += "\n.SH COMMANDS\n"
    for name in names:
        for words in [[name, verb] for verb in VERBS.get(name, [])] or [[name]]:
            page += command_page(program, words)
    page += ".SH EXIT STATUS\n"
    for code, what in (("0", "done"), ("2", "wrong use"),
                       ("3", "input bad beyond --max-bad, or unreadable"), ("4", "lexicon bad"),
                       ("5", "reading or writing failed"), ("130", "interrupted"), ("141", "the reader of the output is gone")):
        page += f".TP\n.B {code}\n{roff(what)}\n"
    page += ".SH ENVIRONMENT\n.TP\n.B VOXPOP_MODEL\nthe compiled lexicon where no \\-\\-model is given\n"
    return page + ".SH SEE ALSO\n.BR libvoxpop (3)\n"


# ---- libvoxpop(3)

def plain(comment):
    """The words of a block comment, paragraphs kept."""
    lines = [re.sub(r"^ ?\* ?", "", line) for line in comment.strip()[2:-2].split("\n")]
    return "\n".join(line.rstrip() for line in lines).strip()


def paragraph(text):
    """Text as it flows; lines that are set in stay as they are."""
    out, block = "", []
    for part in re.split(r"\n\s*\n", text):
        lines = part.split("\n")
        if any(line.startswith("  ") for line in lines):
            out += verbatim(lines)
        else:
            out += ".PP\n" + roff(" ".join(line.strip() for line in lines)) + "\n"
    return out


def declarations(body):
    page = ""
    for chunk in re.split(r"\n\s*\n", body):
        chunk = chunk.strip("\n")
        lead = re.match(r"/\*.*?\*/\n?", chunk, re.S)
        if lead:
            words = plain(lead[0])
            head = re.match(r"-+ (.*?) -{2,}\s*(.*)", words, re.S)
            if head:
                page += f".SS {roff(head[1])}\n"
                words = re.sub(r"^\* ?", "", head[2], flags=re.M)
            page += paragraph(words) if words.strip() else ""
            chunk = chunk[lead.end():]
        chunk = "\n".join(re.sub(r"\s+\\$", " \\\\", line) for line in chunk.split("\n"))
        page += verbatim(chunk.split("\n")) if chunk.strip() else ""
    return page


def header_page(path):
    name = os.path.basename(path)
    with open(path, encoding="utf-8") as f:
        text = f.read()
    first = re.match(r"/\*.*?\*/", text, re.S)
    body = text[first.end():]
    body = re.sub(r"#ifndef VOX_\w*H\n#define VOX_\w*H\n", "", body)
    body = re.sub(r"#ifdef __cplusplus\n.*?#endif\n", "", body, flags=re.S)
    body = re.sub(r"#if defined\(__GNUC__\)\n.*?#endif\n", "", body, flags=re.S)
    body = re.sub(r"\n#endif\s*$", "\n", body)
    about = re.sub(r"^\S+ - ", "", plain(first[0]))
    return f".SH {name.upper()}\n.B #include <{name}>\n{paragraph(about)}{declarations(body.replace('VOX_API ', ''))}"


def library_page(program, include):
    version = re.match(r"voxpop (\S+)", help_of(program))[1]
    page = f'.TH LIBVOXPOP 3 "" "voxpop {version}" "Library Functions"\n.SH NAME\nlibvoxpop \\- reads what people wrote in a survey\n'
    page += ".SH SYNOPSIS\n.B cc program.c $(pkg\\-config \\-\\-cflags \\-\\-libs libvoxpop)\n"
    for name in ("vox.h", "vox_table.h", "vox_serve.h", "vox_plugin.h", "vox_compile.h", "vox_learn.h"):
        page += header_page(os.path.join(include, name))
    return page + ".SH SEE ALSO\n.BR voxpop (1)\n"


def main(program, include, out):
    os.makedirs(out, exist_ok=True)
    for name, page in (("voxpop.1", program_page(program)), ("libvoxpop.3", library_page(program, include))):
        with open(os.path.join(out, name), "w", encoding="utf-8") as f:
            f.write(page)


if __name__ == "__main__":
    main(*sys.argv[1:4])
