"""The model: an artefact that is opened once and shared by all threads."""
from __future__ import annotations

import ctypes
import json
import os
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Deque, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Union

from ._library import (HERE, Collector, CtxOptions, ModelInfo, ModelOptions, Overlay, Str, VoxError, check, encode, error_of, lib, new)
from ._record import ROLES, Record, Role
from ._rows import Date, Export, make_row
from .frame import Frame, Texts, processors

StrPath = Union[str, "os.PathLike[str]"]
WANT_EVIDENCE = 1


class Seat:
    """The workspace of one call at a time: a vox_ctx and what gathers its output."""

    def __init__(self, model: ctypes.c_void_p, options: CtxOptions) -> None:
        self._free = lib.vox_ctx_free
        self.ctx: Optional[ctypes.c_void_p] = None
        self.ctx = new("vox_ctx_new", model, ctypes.byref(options))
        self.out, self.err, self.result = Collector(), VoxError(), ctypes.c_void_p()
        self._result, self._err = ctypes.byref(self.result), ctypes.byref(self.err)

    def analyse(self, row: Any, cell: int) -> None:
        """The result points into the row's text."""
        status = lib.vox_analyse_cell(self._result, self.ctx, ctypes.byref(row), cell, self._err)
        if status:
            raise error_of(status, self.err)

    def record(self, row: Any, cell: int) -> bytes:
        status = lib.vox_result_write_json(self.result, ctypes.byref(row), cell, self.out.write, None, self._err)
        if status:
            raise error_of(status, self.err)
        return self.out.take()

    def __del__(self) -> None:
        if self.ctx:
            self._free(self.ctx)


def find_artefact() -> Path:
    """The artefact beside the package, the one VOXPOP_MODEL names, or an installed one."""
    named = os.environ.get("VOXPOP_MODEL")
    places = [Path(named)] if named else [HERE / "voxpop.vox", Path("/usr/local/share/voxpop/voxpop.vox"), Path("/usr/share/voxpop/voxpop.vox")]
    for place in places:
        if place.exists():
            return place
    raise FileNotFoundError("no voxpop.vox: give its path, or set VOXPOP_MODEL")


def _overlays(paths: Sequence[StrPath]) -> Any:
    return (Overlay * len(paths))(*(Overlay(os.fsencode(p), Str(None, 0)) for p in paths))


class Model:
    """A lexicon, opened and proved. Any number of threads may use one at a time.

    path      the artefact; None: the one that came with the package
    overlays  lexicon sources laid over it, later ones win
    dicts     user dictionaries: words kept whole
    abstain   confidence (0.5 to 1) below which a positive or negative label is left out; 0: never
    max_text  bytes of one comment; a longer one is refused
    """

    def __init__(self, path: Optional[StrPath] = None, *, overlays: Sequence[StrPath] = (), dicts: Sequence[StrPath] = (),
                 abstain: float = 0.0, max_text: int = 1 << 20) -> None:
        self._free = lib.vox_model_free
        self._model: Optional[ctypes.c_void_p] = None
        if not 0 <= abstain <= 1:
            raise ValueError("abstain lies between 0 and 1")
        o = ModelOptions(struct_size=ctypes.sizeof(ModelOptions), overlay_count=len(overlays), dict_count=len(dicts))
        o.overlays, o.dicts = _overlays(overlays), _overlays(dicts)
        self._model = new("vox_model_open", os.fsencode(path or find_artefact()), ctypes.byref(o))
        self._options = CtxOptions(ctypes.sizeof(CtxOptions), max_text, 256 << 20, 0, round(abstain * 10000))
        self._idle: Deque[Seat] = deque()

    @contextmanager
    def _seat(self) -> Iterator[Seat]:
        """A workspace that no other thread uses. Idle ones are kept: there are as many as calls at a time."""
        try:
            seat = self._idle.pop()
        except IndexError:
            seat = Seat(self._model, self._options)  # type: ignore[arg-type]
        try:
            yield seat
        finally:
            self._idle.append(seat)

    @property
    def info(self) -> Dict[str, Any]:
        """Identity of the lexicon: id, version, sha256 and how much it holds. Cite it with results."""
        i = ModelInfo()
        lib.vox_model_info_get(self._model, ctypes.byref(i))
        return {"id": i.id.text(), "version": i.version.text(), "sha256": i.sha256.decode(), "words": i.words,
                "terms": i.terms, "themes": i.themes, "entries": i.entries, "unicode": i.unicode.text()}

    def record(self, text: str, *, id: Any = None, role: Role = "other", score: Optional[int] = None, date: Date = None,
               segments: Optional[Mapping[str, str]] = None, evidence: bool = False) -> bytes:
        """One comment as a line of JSON, byte for byte what `voxpop score` and `voxpop serve` print for it."""
        row = make_row(encode(text), id=id, role=role, score=score, date=date, segments=segments)
        with self._seat() as seat:
            lib.vox_ctx_want(seat.ctx, WANT_EVIDENCE if evidence else 0)
            seat.analyse(row, 0)
            return seat.record(row, 0)

    def score(self, text: str, *, role: Role = "other", evidence: bool = False) -> Record:
        """What one comment says, as a record. With `evidence`: why, too."""
        record: Record = json.loads(self.record(text, role=role, evidence=evidence))
        return record

    def score_many(self, texts: Iterable[str], *, role: Role = "other", evidence: bool = False) -> List[Record]:
        """A record for each text, in order. For many, where columns will do, `score_frame` is much faster."""
        return [self.score(text, role=role, evidence=evidence) for text in texts]

    def score_frame(self, texts: Texts, *, role: Role = "other", jobs: int = 0) -> Frame:
        """A row for each text, as columns: nothing is done for each of them in Python.

        `texts`: strings with None, NaN or pandas.NA where one is missing (it counts as empty), a pandas Series, or an
        Arrow array of strings, whose bytes are read where they lie. `jobs`: threads; 0: as many as the process has
        processors. The frame is the same for any number of them."""
        if jobs < 0:
            raise ValueError("jobs is 0 or more")
        return Frame(self, self._model, self._seat, texts, ROLES[role], jobs or processors())

    def records(self, path: StrPath, *, evidence: bool = False, **columns: Any) -> Iterator[bytes]:
        """The records of an export, a line each, as `voxpop score` writes them; a bad row gives its error line.

        Options: format, encoding, text_columns, questions ({column: role}), id_column, score_column, score_scale,
        group_name_column, date_column, segment_columns, keep_columns, where, since, until, date_order."""
        with Export(path, **columns) as export, self._seat() as seat:
            lib.vox_ctx_want(seat.ctx, WANT_EVIDENCE if evidence else 0)
            for row, err in export.rows():
                if row is None:
                    check(lib.vox_error_write_json(ctypes.byref(err), seat.out.write, None, None), err)
                    yield seat.out.take()
                    continue
                for cell in range(row.cell_count):
                    seat.analyse(row, cell)
                    yield seat.record(row, cell)

    def __del__(self) -> None:
        if self._model:
            self._idle.clear()
            self._free(self._model)
