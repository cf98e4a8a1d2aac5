"""Reports: running totals over many rows."""
from __future__ import annotations

import ctypes
import json
import os
import threading
from typing import Any, Dict, Literal, Mapping, Optional, Sequence, Tuple, Union

from ._library import Collector, ReportOptions, Row, Str, VoxError, check, encode, lib, new, str_of
from ._record import Role
from ._rows import Date, Export, make_row
from .model import Model, Seat


class Report:
    """Counts rows; `to_dict` is the report of CONTRACT.md. Threads may share one: they then wait for each other. Faster is one
    for each, and `merge`; the total does not depend on the order.

    scale   (lowest, highest) of a score that is not NPS; None: NPS
    asks    what else is to be counted, "segment=门店" or "by=month": see "Questions to a report" in vox.h
    """

    def __init__(self, model: Model, *, max_quotes: int = 5, scale: Optional[Tuple[int, int]] = None, asks: Sequence[str] = ()) -> None:
        self._free = lib.vox_report_free
        self._report: Optional[ctypes.c_void_p] = None
        self._model, self._nps, self._lock = model, scale is None, threading.Lock()
        low, high = scale or (0, 10)
        o = ReportOptions(ctypes.sizeof(ReportOptions), max_quotes, 1 << 20, int(self._nps), low, high, str_of(""),
                          (Str * len(asks))(*map(str_of, asks)), len(asks), 1 << 16)
        self._report = new("vox_report_new", model._model, ctypes.byref(o))

    def _add_row(self, seat: Seat, row: Row) -> None:
        err = VoxError()
        check(lib.vox_report_begin(self._report, ctypes.byref(row), ctypes.byref(err)), err)
        for cell in range(row.cell_count):
            seat.analyse(row, cell)
            check(lib.vox_report_add(self._report, cell, seat.result, ctypes.byref(err)), err)
        check(lib.vox_report_end(self._report, ctypes.byref(err)), err)

    def add(self, text: Optional[str], *, score: Optional[float] = None, id: Any = None, role: Role = "other", date: Date = None,
            segments: Optional[Mapping[str, str]] = None) -> None:
        """One response. Without a text it counts for the score alone."""
        row = make_row(encode(text or ""), id=id, role=role, score=score, date=date, segments=segments, nps=self._nps)
        if not (text or "").strip():
            row.cell_count = 0
        with self._lock, self._model._seat() as seat:
            lib.vox_ctx_want(seat.ctx, 0)
            self._add_row(seat, row)

    def add_file(self, path: Union[str, "os.PathLike[str]"], **columns: Any) -> int:
        """Every row of an export; the options are those of `Model.records`. Gives the number of bad rows, which are
        counted too."""
        bad = 0
        with Export(path, **columns) as export, self._lock, self._model._seat() as seat:
            lib.vox_ctx_want(seat.ctx, 0)
            for row, err in export.rows():
                if row is None:
                    lib.vox_report_bad_row(self._report)
                    bad += 1
                else:
                    self._add_row(seat, row)
            info, err = export.info(), VoxError()
            check(lib.vox_report_input(self._report, info.encoding, info.encoding_reason, ctypes.byref(err)), err)
        return bad

    def merge(self, other: "Report") -> None:
        """Adds what another report of the same lexicon and options has counted."""
        if other is self:
            raise ValueError("a report cannot be merged into itself")
        err = VoxError()
        first, second = sorted((self, other), key=id)
        with first._lock, second._lock:
            check(lib.vox_report_merge(self._report, other._report, ctypes.byref(err)), err)

    def to_json(self) -> bytes:
        out, err = Collector(), VoxError()
        with self._lock:
            check(lib.vox_report_write_json(self._report, out.write, None, ctypes.byref(err)), err)
        return out.take()

    def to_dict(self) -> Dict[str, Any]:
        report: Dict[str, Any] = json.loads(self.to_json())
        return report

    def to_text(self, lang: Literal["zh", "en"] = "zh") -> str:
        """A page to read."""
        out, err = Collector(), VoxError()
        with self._lock:
            check(lib.vox_report_write_text(self._report, {"zh": 0, "en": 1}[lang], out.write, None, ctypes.byref(err)), err)
        return out.take().decode()

    def __del__(self) -> None:
        if self._report:
            self._free(self._report)
