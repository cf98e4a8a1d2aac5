#!/usr/bin/env python3
"""Does a file hold what a JSON Schema says?

usage: check.py FILE SCHEMA [--ndjson]     (FILE - is the standard input)

With --ndjson each line is a document, and a line with "error" on its top level is held to error.schema.json
beside SCHEMA. Exit codes: 0 all valid, 1 not, 77 skipped because python3-jsonschema is missing.
"""
import json
import os
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: no python3-jsonschema")
    sys.exit(77)


def validator(path):
    with open(path, encoding="utf-8") as f:
        schema = json.load(f)
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def refuse(word):
    raise ValueError(f"{word} is not JSON")


def once(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key stands twice")
    return dict(pairs)


def documents(path, ndjson):
    with (sys.stdin.buffer if path == "-" else open(path, "rb")) as f:
        data = f.read()
    if not data.endswith(b"\n"):
        raise ValueError("the last line has no end")
    parts = data.split(b"\n")[:-1] if ndjson else [data]
    for number, part in enumerate(parts, 1):
        yield number, json.loads(part.decode("utf-8"), parse_constant=refuse, object_pairs_hook=once)


def main(argv):
    ndjson = "--ndjson" in argv
    names = [a for a in argv if a != "--ndjson"]
    if len(names) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    wrong = seen = 0
    main_schema = validator(names[1])
    error_schema = validator(os.path.join(os.path.dirname(names[1]), "error.schema.json")) if ndjson else None
    try:
        for number, document in documents(names[0], ndjson):
            seen += 1
            is_error = ndjson and isinstance(document, dict) and "error" in document
            for fault in list((error_schema if is_error else main_schema).iter_errors(document))[:5]:
                wrong += 1
                where = "/".join(str(p) for p in fault.absolute_path)
                print(f"{names[0]}: document {number}: /{where}: {fault.validator} does not hold", file=sys.stderr)
    except ValueError as e:
        print(f"{names[0]}: {type(e).__name__}: not well formed", file=sys.stderr)
        wrong += 1
    if not wrong:
        print(f"{seen} valid")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
