#!/usr/bin/env python3
"""usage: make_wheel.py VERSION LIBRARY ARTEFACT LICENCES OUT

Writes OUT/voxpop-VERSION-py3-none-PLATFORM.whl: the package beside this file with library and artefact inside. Same input,
same bytes. PLATFORM is told by the newest version of glibc's symbols that the library asks for.
"""
import base64
import hashlib
import os
import re
import subprocess
import sys
import zipfile

METADATA = """Metadata-Version: 2.1
Name: voxpop
Version: {}
Summary: Reads what people wrote in a survey: sentiment, emotions, intents and themes of Chinese and English comments
License: MIT
Requires-Python: >=3.8
Classifier: Typing :: Typed
Classifier: Operating System :: POSIX :: Linux
Provides-Extra: pandas
Requires-Dist: pandas; extra == "pandas"
Provides-Extra: arrow
Requires-Dist: pyarrow; extra == "arrow"
Description-Content-Type: text/markdown

{}"""


def platform_of(library):
    needs = subprocess.run(["readelf", "-V", library], capture_output=True, check=True, encoding="utf-8").stdout
    newest = max(tuple(map(int, v.split("."))) for v in re.findall(r"GLIBC_(\d+\.\d+)", needs))
    return f"manylinux_{newest[0]}_{newest[1]}_{os.environ.get('WHEEL_ARCH', os.uname().machine)}"


def members(here, version, library, artefact, licences, info):
    """(name in the wheel, bytes)."""
    def read(*path):
        with open(os.path.join(*path), "rb") as f:
            return f.read()
    package = os.path.join(here, "voxpop")
    for name in sorted(os.listdir(package)):
        if name.endswith((".py", ".typed")):
            yield f"voxpop/{name}", read(package, name)
    yield "voxpop/libvoxpop.so.0", read(library)
    yield "voxpop/voxpop.vox", read(artefact)
    for name in sorted(os.listdir(licences)):
        yield f"{info}/licenses/{name}", read(licences, name)
    yield f"{info}/METADATA", METADATA.format(version, read(here, "README.md").decode()).encode()


def main(version, library, artefact, licences, out):
    here = os.path.dirname(os.path.abspath(__file__))
    tag, info = f"py3-none-{platform_of(library)}", f"voxpop-{version}.dist-info"
    path, record = os.path.join(out, f"voxpop-{version}-{tag}.whl"), []
    with zipfile.ZipFile(path + ".part", "w", zipfile.ZIP_DEFLATED) as wheel:
        def add(name, data):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr, entry.compress_type = 0o100644 << 16, zipfile.ZIP_DEFLATED
            wheel.writestr(entry, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{name},sha256={digest},{len(data)}\n")
        for name, data in members(here, version, library, artefact, licences, info):
            add(name, data)
        add(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: voxpop\nRoot-Is-Purelib: false\nTag: {tag}\n".encode())
        add(f"{info}/RECORD", ("".join(record) + f"{info}/RECORD,,\n").encode())
    os.replace(path + ".part", path)
    print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
