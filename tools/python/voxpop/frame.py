"""A frame: the answers to many comments as columns that lie in the library's memory. numpy, pandas and pyarrow are used where
they are asked for and not needed otherwise."""
from __future__ import annotations

import ctypes
import os
import sys
from array import array
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Callable, ContextManager, Deque, Dict, Iterable, Iterator, List, Optional, Tuple, Union

from ._library import ColumnView, VoxError, View, check, encode, lib, new
from ._library import Texts as CTexts

if TYPE_CHECKING:
    from .model import Model, Seat

Texts = Union[Iterable[Optional[str]], Any]
Piece = Tuple[Any, int, bool, int]  # bytes, address of the offsets, whether they have 64 bits, texts
Seats = Callable[[], ContextManager["Seat"]]  # the workspace of one call at a time
CHUNK = 1 << 10  # rows a call: between two of them Ctrl-C is heard, and threads take turns
NO_EFFORT = -128
STEP = 10000.0
CENTI = 100.0

# name -> (number in vox_table.h, format of a member)
COLUMNS: Dict[str, Tuple[int, str]] = {
    "status": (0, "b"), "lang": (1, "B"), "label": (2, "B"), "score": (3, "i"), "confidence": (4, "i"), "raw": (5, "i"),
    "effort": (6, "b"), "quality": (7, "I"), "flags": (8, "I"), "emotion_at": (9, "i"), "emotion": (10, "i"),
    "emotion_score": (11, "i"), "theme_at": (12, "i"), "theme": (13, "i"), "theme_label": (14, "B"), "theme_score": (15, "i"),
    "theme_confidence": (16, "i"), "intent_at": (17, "i"), "intent": (18, "i"), "intent_theme": (19, "i"),
    "quantity_at": (20, "i"), "quantity": (21, "i"), "quantity_value": (22, "q")}


# ---- Texts: bytes and offsets

def _bytes_of(text: Any) -> bytes:
    if isinstance(text, str):
        return encode(text)
    if text is None or text != text or type(text).__name__ in ("NAType", "NaTType"):
        return b""
    raise TypeError(f"a comment is a str or missing, not {type(text).__name__}")


def _is_missing_or_str(texts: List[Any]) -> List[bytes]:
    return [_bytes_of(t) for t in texts]


def _of_list(texts: Iterable[Any]) -> Iterator[Piece]:
    listed = texts if isinstance(texts, list) else list(texts)
    try:
        encoded = list(map(str.encode, listed))
    except (TypeError, UnicodeEncodeError):
        encoded = _is_missing_or_str(listed)
    data = ctypes.c_char_p(b"".join(encoded))
    at = array("q", accumulate(map(len, encoded), initial=0))
    yield data, at.buffer_info()[0], True, len(encoded)
    del at, data


def _of_arrow(column: Any, pa: Any) -> Iterator[Piece]:
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        if chunk.type not in (pa.string(), pa.large_string()):
            chunk = chunk.cast(pa.large_string())
        chunk = chunk.fill_null("")
        wide = chunk.type == pa.large_string()
        _, offsets, data = chunk.buffers()
        if len(chunk):
            begin = offsets.address + chunk.offset * (8 if wide else 4)
            yield ctypes.c_void_p(data.address if data else None), begin, wide, len(chunk)


def _pieces(texts: Any) -> Iterator[Piece]:
    """Each piece holds until the next is asked for."""
    pa = sys.modules.get("pyarrow")
    if isinstance(texts, (str, bytes)):
        raise TypeError("score_frame takes many comments; for one there is score")
    if pa and isinstance(texts, (pa.Array, pa.ChunkedArray)):
        return _of_arrow(texts, pa)
    if pa and hasattr(getattr(texts, "array", None), "__arrow_array__") and str(texts.dtype).startswith(("str", "large_string")):
        return _of_arrow(pa.array(texts), pa)
    return _of_list(texts.tolist() if hasattr(texts, "tolist") else texts)


def _parts(piece: Piece) -> Iterator[CTexts]:
    data, offsets, wide, count = piece
    for first in range(0, count, CHUNK):
        at = offsets + first * (8 if wide else 4)
        yield CTexts(ctypes.cast(data, ctypes.c_void_p), None if wide else at, at if wide else None, min(CHUNK, count - first))


def processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Table:
    """A vox_table, freed with this."""

    def __init__(self, model: Any) -> None:
        self._free = lib.vox_table_free
        self.handle: Optional[ctypes.c_void_p] = None
        self.handle = new("vox_table_new", model)

    def score(self, seat: Seats, texts: CTexts, role: int) -> None:
        err = VoxError()
        with seat() as own:
            lib.vox_ctx_want(own.ctx, 0)
            check(lib.vox_table_score(self.handle, own.ctx, ctypes.byref(texts), role, ctypes.byref(err)), err)

    def append(self, other: "Table") -> None:
        err = VoxError()
        check(lib.vox_table_append(self.handle, other.handle, ctypes.byref(err)), err)

    def __del__(self) -> None:
        if self.handle:
            self._free(self.handle)


class Frame:
    """Columns by name. Scores are whole numbers in 1/10000 in the columns, and floats in `to_pandas` and `to_arrow`.

    A row each: status (0, or -8: longer than the model's max_text, counted as empty), lang, label (0: none), score, confidence
    (0: nothing evaluative was said), raw, effort (-128: none), quality and flags (bits). The hits of row i stand from
    `theme_at[i]` to `theme_at[i + 1]` in theme, theme_label, theme_score, theme_confidence; emotion_, intent_ (intent, intent_theme)
    and quantity_ (quantity, quantity_value) likewise. `names` tells what the numbers mean.
    """

    def __init__(self, model: "Model", handle: Any, seat: Seats, texts: Texts, role: int, jobs: int) -> None:
        self._table: Optional[Table] = None
        self._model = model  # names belong to it
        self._table = Table(handle)
        for piece in _pieces(texts):
            if jobs > 1 and piece[3] > CHUNK:
                self._score_shared(handle, seat, piece, role, jobs)
                continue
            for part in _parts(piece):
                self._table.score(seat, part, role)

    def _score_shared(self, handle: Any, seat: Seats, piece: Piece, role: int, jobs: int) -> None:
        """Parts go to threads, each into a table of its own; the tables are put behind each other in order."""
        def scored(part: CTexts) -> Table:
            table = Table(handle)
            table.score(seat, part, role)
            return table

        with ThreadPoolExecutor(jobs) as threads:
            waiting: Deque[Future[Table]] = deque()
            try:
                for part in _parts(piece):
                    waiting.append(threads.submit(scored, part))
                    if len(waiting) > 2 * jobs:
                        self._table.append(waiting.popleft().result())  # type: ignore[union-attr]
                while waiting:
                    self._table.append(waiting.popleft().result())  # type: ignore[union-attr]
            finally:
                for one in waiting:
                    one.cancel()

    def __len__(self) -> int:
        return len(self.column("status"))

    def column(self, name: str) -> memoryview:
        """The column where it lies, without copying; it keeps the frame alive. numpy.frombuffer takes it."""
        number, form = COLUMNS[name]
        view = ColumnView()
        if not lib.vox_table_column(self._table.handle, number, ctypes.byref(view)):
            raise KeyError(name)
        if not view.count:
            return memoryview(array(form)).toreadonly()
        data = (ctypes.c_char * (view.count * view.size)).from_address(view.ptr)
        data.owner = self  # type: ignore[attr-defined]
        return memoryview(data).cast("B").cast(form).toreadonly()  # type: ignore[call-overload, no-any-return]

    def names(self, name: str) -> List[str]:
        """What the numbers of a column mean, by number; of `label` 0 is "". Of quality and flags: of each bit."""
        out, found = View(), [""] if name in ("label", "theme_label") else []
        while lib.vox_table_name(self._table.handle, COLUMNS[name][0], len(found), ctypes.byref(out)):
            found.append(out.text())
        return found

    # ---- numpy and pandas

    def to_numpy(self) -> Dict[str, Any]:
        """Every column as a numpy array over the library's memory."""
        import numpy as np
        return {name: np.frombuffer(self.column(name), dtype=np.dtype(form)) for name, (_, form) in COLUMNS.items()}

    def to_pandas(self, index: Any = None) -> Any:
        """A row each: lang, score, label, confidence, effort, a float column for each emotion (0.0: not there), a bool for
        each kind of quality and each flag. Themes and the like are several for a row: `themes_to_pandas` and its kin."""
        import numpy as np
        import pandas as pd
        c = self.to_numpy()
        said = c["confidence"] != 0
        out = {"lang": pd.Categorical.from_codes(c["lang"], self.names("lang")),
               "score": np.where(said, c["score"] / STEP, np.nan),
               "label": pd.Categorical.from_codes(c["label"].astype("i1") - 1, self.names("label")[1:]),
               "confidence": np.where(said, c["confidence"] / STEP, np.nan),
               "effort": pd.arrays.IntegerArray(c["effort"].copy(), c["effort"] == NO_EFFORT)}
        row = np.repeat(np.arange(len(self)), np.diff(c["emotion_at"]))
        table = np.zeros((len(self.names("emotion")), len(self)))
        table[c["emotion"], row] = c["emotion_score"] / STEP
        out.update((f"emotion.{name}", table[i]) for i, name in enumerate(self.names("emotion")))
        for kind in ("quality", "flags"):
            out.update((f"{kind}.{name}", (c[kind] >> i & 1).astype(bool)) for i, name in enumerate(self.names(kind)))
        out["too_long"] = c["status"] != 0
        return pd.DataFrame(out, index=index)

    def _long(self, kind: str) -> Tuple[Any, Any, Any]:
        import numpy as np
        c = self.to_numpy()
        return np, c, np.repeat(np.arange(len(self)), np.diff(c[f"{kind}_at"]))

    def themes_to_pandas(self) -> Any:
        """A line for each theme of each comment: row (its position), theme, score, label."""
        import pandas as pd
        np, c, row = self._long("theme")
        return pd.DataFrame({"row": row, "theme": pd.Categorical.from_codes(c["theme"], self.names("theme")),
                             "score": np.where(c["theme_confidence"] != 0, c["theme_score"] / STEP, np.nan),
                             "label": pd.Categorical.from_codes(c["theme_label"].astype("i1") - 1, self.names("theme_label")[1:])})

    def intents_to_pandas(self) -> Any:
        """A line for each intent: row, intent, theme."""
        import pandas as pd
        _, c, row = self._long("intent")
        return pd.DataFrame({"row": row, "intent": pd.Categorical.from_codes(c["intent"], self.names("intent")),
                             "theme": pd.Categorical.from_codes(c["intent_theme"], self.names("intent_theme"))})

    def quantities_to_pandas(self) -> Any:
        """A line for each number with a unit: row, kind, value."""
        import pandas as pd
        _, c, row = self._long("quantity")
        return pd.DataFrame({"row": row, "kind": pd.Categorical.from_codes(c["quantity"], self.names("quantity")),
                             "value": c["quantity_value"] / CENTI})

    # ---- Arrow

    def to_arrow(self) -> Any:
        """A pyarrow.Table with a row each; emotions, themes, intents and quantities are lists of structs."""
        from ._arrow import table_of
        return table_of(self)


