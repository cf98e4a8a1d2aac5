"""Rows: made from Python's values, or read out of an export by the library's own reader."""
from __future__ import annotations

import ctypes
import datetime
import json
import os
from typing import Any, BinaryIO, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from ._library import (DONE, OK, ROW_ERRORS, Cell, Field, Question, ReaderInfo, ReaderOptions, ReadFn, Row, VoxError, encode,
                       error_of, lib, new, str_of)
from ._record import ROLES, Role

FORMATS = {"auto": 0, "csv": 1, "tsv": 2, "ndjson": 3, "lines": 4}
Date = Union[str, datetime.date, None]
PROMOTER, PASSIVE, DETRACTOR = 1, 2, 3


def _fields(values: Mapping[str, str]) -> "ctypes.Array[Field]":
    return (Field * len(values))(*(Field(str_of(k), str_of(v), 0) for k, v in values.items()))


def make_row(text: bytes, *, id: Any = None, role: Role = "other", score: Optional[float] = None, date: Date = None,
             segments: Optional[Mapping[str, str]] = None, nps: bool = True) -> Row:
    """One row with one cell. What it points to lives as long as it does (ctypes keeps what is put into a struct)."""
    row = Row(number=1)
    row.id = Field(str_of(""), str_of(json.dumps(id, ensure_ascii=False)), 1)
    row.cells = (Cell * 1)(Cell(str_of(""), ROLES[role], str_of(text)))
    row.cell_count = 1
    if score is not None:
        if nps and score not in range(11):
            raise ValueError("the score is a whole number from 0 to 10, or None")
        row.has_score, row.score_centi = 1, round(score * 100)
        if nps:
            row.group = PROMOTER if score >= 9 else PASSIVE if score >= 7 else DETRACTOR
    if date is not None:
        day = date if isinstance(date, datetime.date) else datetime.date.fromisoformat(date)
        row.date = str_of(day.strftime("%Y-%m-%d"))
    if segments:
        row.segments, row.segment_count = _fields(segments), len(segments)
    return row


def _names(values: Sequence[str]) -> Any:
    return (ctypes.c_char_p * len(values))(*(encode(v) for v in values))


class Export:
    """An open export: rows one after the other, as `voxpop score` reads them."""

    def __init__(self, path: Union[str, "os.PathLike[str]"], *, format: str = "auto", encoding: str = "auto",
                 text_columns: Sequence[str] = (), questions: Optional[Mapping[str, Role]] = None,
                 id_column: Optional[str] = None, score_column: Optional[str] = None, score_scale: Optional[str] = None,
                 group_name_column: Optional[str] = None, date_column: Optional[str] = None,
                 segment_columns: Sequence[str] = (), keep_columns: Sequence[str] = (), where: Optional[str] = None,
                 since: Optional[str] = None, until: Optional[str] = None, date_order: Optional[str] = None) -> None:
        self._failed: Optional[BaseException] = None
        o = ReaderOptions(struct_size=ctypes.sizeof(ReaderOptions), format=FORMATS[format], max_record=4 << 20)
        texts: List[Tuple[str, str]] = [(c, "other") for c in text_columns] + list((questions or {}).items())
        single: Dict[str, Optional[str]] = {
            "file_name": os.fspath(path), "encoding": encoding, "id_column": id_column, "score_column": score_column,
            "score_scale": score_scale, "group_name_column": group_name_column, "date_column": date_column, "where": where,
            "since": since, "until": until, "date_order": date_order}
        for name, value in single.items():
            setattr(o, name, None if value is None else encode(value))
        o.texts, o.text_count = (Question * len(texts))(*(Question(encode(c), ROLES[r]) for c, r in texts)), len(texts)
        o.segment_columns, o.segment_count = _names(segment_columns), len(segment_columns)
        o.keep_columns, o.keep_count = _names(keep_columns), len(keep_columns)
        self._reader = None
        self._file: BinaryIO = open(path, "rb")
        self._read = ReadFn(self._fill)
        try:
            self._reader = new("vox_reader_new", self._read, None, ctypes.byref(o))
        except BaseException as e:
            self.close()
            raise self._failed or e

    def _fill(self, _payload: Any, ptr: int, room: int, got: Any) -> int:
        try:
            data = self._file.read(room)
        except BaseException as e:  # an exception cannot pass through C: it waits until the call is over
            self._failed = e
            return -3
        ctypes.memmove(ptr, data, len(data))
        got[0] = len(data)
        return OK

    def rows(self) -> Iterator[Tuple[Optional[Row], VoxError]]:
        """(row, -), or (None, error) for a bad row. A row holds until the next one is asked for."""
        row, err = Row(), VoxError()
        while True:
            status = lib.vox_reader_next(self._reader, ctypes.byref(row), ctypes.byref(err))
            if status == DONE:
                return
            if status == OK:
                yield row, err
            elif status in ROW_ERRORS:
                yield None, err
            else:
                raise self._failed or error_of(status, err)

    def info(self) -> ReaderInfo:
        info = ReaderInfo()
        lib.vox_reader_info_get(self._reader, ctypes.byref(info))
        return info

    def close(self) -> None:
        reader, self._reader = self._reader, None
        if reader:
            lib.vox_reader_free(reader)
        self._file.close()

    def __enter__(self) -> "Export":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()
