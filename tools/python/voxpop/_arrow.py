"""A frame as an Arrow table: the library's columns become Arrow's buffers, and only what is null or a fraction is made anew."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from .frame import Frame

TYPES = {"b": pa.int8(), "B": pa.uint8(), "i": pa.int32(), "q": pa.int64()}
NO_EFFORT = -128


def _plain(frame: "Frame", name: str) -> Any:
    from .frame import COLUMNS
    data = frame.column(name)
    return pa.Array.from_buffers(TYPES[COLUMNS[name][1]], len(data), [None, pa.py_buffer(data)])


def _null_where(mask: Any, values: Any) -> Any:
    return pc.if_else(mask, pa.scalar(None, values.type), values)


def _fraction(values: Any) -> Any:
    return pc.divide(values.cast(pa.float64()), 10000.0)


def _named(frame: "Frame", name: str, nothing: int = -1) -> Any:
    """Names by number; `nothing` is the number that stands for none."""
    codes = _null_where(pc.equal(_plain(frame, name).cast(pa.int32()), nothing), _plain(frame, name).cast(pa.int32()))
    return pa.DictionaryArray.from_arrays(codes, pa.array(frame.names(name), pa.string()))


def _labels(frame: "Frame", name: str) -> Any:
    return _named(frame, name, 0)


def _bits(frame: "Frame", kind: str) -> Dict[str, Any]:
    column = _plain(frame, kind)
    return {f"{kind}.{name}": pc.not_equal(pc.bit_wise_and(column, pa.scalar(1 << i, pa.uint8())), 0)
            for i, name in enumerate(frame.names(kind))}


def _list(frame: "Frame", kind: str, members: List[Any], names: List[str]) -> Any:
    return pa.ListArray.from_arrays(_plain(frame, f"{kind}_at"), pa.StructArray.from_arrays(members, names))


def table_of(frame: "Frame") -> Any:
    unsaid = pc.equal(_plain(frame, "confidence"), 0)
    theme_unsaid = pc.equal(_plain(frame, "theme_confidence"), 0)
    effort = _plain(frame, "effort")
    columns = {
        "lang": _named(frame, "lang"),
        "score": _null_where(unsaid, _fraction(_plain(frame, "score"))),
        "label": _labels(frame, "label"),
        "confidence": _null_where(unsaid, _fraction(_plain(frame, "confidence"))),
        "effort": _null_where(pc.equal(effort, NO_EFFORT), effort),
        "emotions": _list(frame, "emotion", [_named(frame, "emotion"), _fraction(_plain(frame, "emotion_score"))], ["id", "score"]),
        "themes": _list(frame, "theme", [_named(frame, "theme"), _null_where(theme_unsaid, _fraction(_plain(frame, "theme_score"))),
                                         _labels(frame, "theme_label")], ["id", "score", "label"]),
        "intents": _list(frame, "intent", [_named(frame, "intent"), _named(frame, "intent_theme")], ["id", "theme"]),
        "quantities": _list(frame, "quantity", [_named(frame, "quantity"), _plain(frame, "quantity_value")], ["kind", "value"]),
        **_bits(frame, "quality"), **_bits(frame, "flags"),
        "too_long": pc.not_equal(_plain(frame, "status"), 0),
    }
    return pa.table(columns)
