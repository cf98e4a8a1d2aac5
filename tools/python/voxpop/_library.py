"""The shared library through ctypes: the structs of include/vox.h and vox_table.h, and what its functions take.

ctypes gives the interpreter's lock away for the time of each call. The library is the one in the package (a wheel), or
the one that VOXPOP_LIBRARY names, or the system's libvoxpop.so.0.
"""
from __future__ import annotations

import ctypes
import os
from ctypes import POINTER, c_char, c_char_p, c_int, c_int32, c_size_t, c_uint32, c_uint64, c_void_p
from pathlib import Path
from typing import Any, Optional, Union

HERE = Path(__file__).parent
SONAME = "libvoxpop.so.0"
ABI = "0.1."

OK, DONE, NO_MEMORY = 0, 1, -2
ROW_ERRORS = (-6, -7, -8)  # syntax, encoding, limit: of one row of an export, the next one can be read


class Error(Exception):
    """What the library refused. `status` is its name ("limit"); `code` one of the contract's, or None."""

    def __init__(self, status: str, message: str, code: Optional[str] = None, line: int = 0, offset: int = 0) -> None:
        super().__init__(f"{message} ({status})")
        self.status, self.message, self.code, self.line, self.offset = status, message, code, line, offset


class Str(ctypes.Structure):
    _fields_ = [("ptr", c_char_p), ("len", c_size_t)]


class View(ctypes.Structure):
    """A vox_str that the library gave: its bytes do not end in NUL."""
    _fields_ = [("ptr", c_void_p), ("len", c_size_t)]

    def text(self) -> str:
        return ctypes.string_at(self.ptr, self.len).decode() if self.ptr else ""


class VoxError(ctypes.Structure):
    _fields_ = [("status", c_int), ("os_errno", c_int), ("offset", c_uint64), ("line", c_uint64), ("code", c_char_p),
                ("column", c_char * 64), ("message", c_char * 192)]


class Overlay(ctypes.Structure):
    _fields_ = [("path", c_char_p), ("bytes", Str)]


class ModelOptions(ctypes.Structure):
    _fields_ = [("struct_size", c_size_t), ("allocator", c_void_p), ("overlays", POINTER(Overlay)), ("overlay_count", c_size_t),
                ("diagnose", c_void_p), ("payload", c_void_p), ("dicts", POINTER(Overlay)), ("dict_count", c_size_t)]


class ModelInfo(ctypes.Structure):
    _fields_ = [("id", View), ("version", View), ("sha256", c_char * 65), ("format_major", c_uint32), ("format_minor", c_uint32),
                ("words", c_uint32), ("terms", c_uint32), ("themes", c_uint32), ("entries", c_uint32), ("unicode", View)]


class CtxOptions(ctypes.Structure):
    _fields_ = [("struct_size", c_size_t), ("max_text", c_size_t), ("max_memory", c_size_t), ("want", c_uint32), ("abstain", c_int32)]


class Cell(ctypes.Structure):
    _fields_ = [("question", Str), ("role", c_int), ("text", Str)]


class Field(ctypes.Structure):
    _fields_ = [("name", Str), ("value", Str), ("is_json", c_int)]


class Row(ctypes.Structure):
    _fields_ = [("number", c_uint64), ("line", c_uint64), ("offset", c_uint64), ("id", Field), ("cells", POINTER(Cell)),
                ("cell_count", c_size_t), ("has_score", c_int), ("score_centi", c_int32), ("group", c_int), ("date", Str),
                ("segments", POINTER(Field)), ("segment_count", c_size_t), ("keep", POINTER(Field)), ("keep_count", c_size_t),
                ("flags", c_uint32)]


class Question(ctypes.Structure):
    _fields_ = [("column", c_char_p), ("role", c_int)]


class ReaderOptions(ctypes.Structure):
    _fields_ = [("struct_size", c_size_t), ("allocator", c_void_p), ("format", c_int), ("file_name", c_char_p), ("encoding", c_char_p),
                ("id_column", c_char_p), ("score_column", c_char_p), ("score_scale", c_char_p), ("group_name_column", c_char_p),
                ("date_column", c_char_p), ("texts", POINTER(Question)), ("text_count", c_size_t),
                ("segment_columns", POINTER(c_char_p)), ("segment_count", c_size_t), ("keep_columns", POINTER(c_char_p)),
                ("keep_count", c_size_t), ("tsv_quotes", c_int), ("max_record", c_size_t), ("date_order", c_char_p),
                ("where", c_char_p), ("since", c_char_p), ("until", c_char_p), ("inspect", c_int)]


class ReaderInfo(ctypes.Structure):
    _fields_ = [("format", c_int), ("encoding", c_char_p), ("rows", c_uint64), ("bad", c_uint64), ("score_empty", c_uint64),
                ("score_out_of_range", c_uint64), ("score_not_whole", c_uint64), ("score_unreadable", c_uint64),
                ("group_conflicts", c_uint64), ("dropped_where", c_uint64), ("dropped_date", c_uint64),
                ("date_unreadable", c_uint64), ("encoding_reason", c_char_p)]


class ReportOptions(ctypes.Structure):
    _fields_ = [("struct_size", c_size_t), ("max_quotes", c_uint32), ("max_duplicates", c_uint32), ("is_nps", c_int),
                ("scale_min", c_int32), ("scale_max", c_int32), ("options_json", Str), ("asks", POINTER(Str)), ("ask_count", c_size_t),
                ("max_terms", c_uint32)]


class Texts(ctypes.Structure):
    _fields_ = [("bytes", c_void_p), ("at32", c_void_p), ("at64", c_void_p), ("count", c_size_t)]


class ColumnView(ctypes.Structure):
    _fields_ = [("ptr", c_void_p), ("count", c_size_t), ("size", c_size_t)]


WriteFn = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_size_t)
ReadFn = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_size_t, POINTER(c_size_t))

_OUT, _ERR = POINTER(c_void_p), POINTER(VoxError)
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "vox_version": (c_char_p, []),
    "vox_model_open": (c_int, [_OUT, c_char_p, POINTER(ModelOptions), _ERR]),
    "vox_model_info_get": (None, [c_void_p, POINTER(ModelInfo)]),
    "vox_model_free": (None, [c_void_p]),
    "vox_ctx_new": (c_int, [_OUT, c_void_p, POINTER(CtxOptions), _ERR]),
    "vox_ctx_want": (None, [c_void_p, c_uint32]),
    "vox_ctx_free": (None, [c_void_p]),
    "vox_analyse_cell": (c_int, [_OUT, c_void_p, POINTER(Row), c_size_t, _ERR]),
    "vox_result_write_json": (c_int, [c_void_p, POINTER(Row), c_size_t, WriteFn, c_void_p, _ERR]),
    "vox_error_write_json": (c_int, [_ERR, WriteFn, c_void_p, _ERR]),
    "vox_reader_new": (c_int, [_OUT, ReadFn, c_void_p, POINTER(ReaderOptions), _ERR]),
    "vox_reader_next": (c_int, [c_void_p, POINTER(Row), _ERR]),
    "vox_reader_info_get": (None, [c_void_p, POINTER(ReaderInfo)]),
    "vox_reader_free": (None, [c_void_p]),
    "vox_report_new": (c_int, [_OUT, c_void_p, POINTER(ReportOptions), _ERR]),
    "vox_report_begin": (c_int, [c_void_p, POINTER(Row), _ERR]),
    "vox_report_add": (c_int, [c_void_p, c_size_t, c_void_p, _ERR]),
    "vox_report_end": (c_int, [c_void_p, _ERR]),
    "vox_report_bad_row": (None, [c_void_p]),
    "vox_report_input": (c_int, [c_void_p, c_char_p, c_char_p, _ERR]),
    "vox_report_merge": (c_int, [c_void_p, c_void_p, _ERR]),
    "vox_report_write_json": (c_int, [c_void_p, WriteFn, c_void_p, _ERR]),
    "vox_report_write_text": (c_int, [c_void_p, c_int, WriteFn, c_void_p, _ERR]),
    "vox_report_free": (None, [c_void_p]),
    "vox_table_new": (c_int, [_OUT, c_void_p, _ERR]),
    "vox_table_score": (c_int, [c_void_p, c_void_p, POINTER(Texts), c_int, _ERR]),
    "vox_table_append": (c_int, [c_void_p, c_void_p, _ERR]),
    "vox_table_column": (c_int, [c_void_p, c_int, POINTER(ColumnView)]),
    "vox_table_name": (c_int, [c_void_p, c_int, c_size_t, POINTER(View)]),
    "vox_table_free": (None, [c_void_p]),
    "vox_status_name": (c_char_p, [c_int]),
}


def _load() -> ctypes.CDLL:
    inside = HERE / SONAME
    lib = ctypes.CDLL(os.environ.get("VOXPOP_LIBRARY") or (str(inside) if inside.exists() else SONAME))
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    if not lib.vox_version().startswith(ABI.encode()):
        raise ImportError(f"the library is voxpop {lib.vox_version().decode()}; this package needs {ABI}x")
    return lib


lib = _load()


def library_version() -> str:
    """The version of the C library."""
    return str(lib.vox_version().decode())


def error_of(status: int, err: VoxError) -> Exception:
    if status == NO_MEMORY:
        return MemoryError(err.message.decode(errors="replace"))
    code = err.code.decode() if err.code else None
    return Error(lib.vox_status_name(status).decode(), err.message.decode(errors="replace"), code, err.line, err.offset)


def check(status: int, err: VoxError) -> None:
    if status != OK:
        raise error_of(status, err)


def new(function: str, *arguments: Any) -> c_void_p:
    """Calls a *_new or *_open and gives its handle."""
    handle, err = c_void_p(), VoxError()
    check(getattr(lib, function)(ctypes.byref(handle), *arguments, ctypes.byref(err)), err)
    return handle


def encode(text: str) -> bytes:
    """Half a surrogate pair goes to the library as the bytes it stands for, which are read as U+FFFD."""
    return text.encode("utf-8", "surrogatepass")


def str_of(text: Union[str, bytes]) -> Str:
    data = encode(text) if isinstance(text, str) else text
    return Str(data, len(data))


class Collector:
    """Takes what the library writes."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.write = WriteFn(self._take)

    def _take(self, _payload: Any, ptr: int, size: int) -> int:
        self._parts.append(ctypes.string_at(ptr, size))
        return OK

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return parts[0] if len(parts) == 1 else b"".join(parts)


