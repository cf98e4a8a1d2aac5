"""The shape of a record, as in CONTRACT.md; `Model.score` gives one of these."""
from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, TypedDict

Role = Literal["other", "reason_neg", "reason_pos", "suggestion", "expectation"]
Label = Literal["positive", "negative", "neutral", "mixed"]
ROLES = {"other": 0, "reason_neg": 1, "reason_pos": 2, "suggestion": 3, "expectation": 4}


class ThemeSentiment(TypedDict):
    score: float
    label: Optional[Label]


class Sentiment(ThemeSentiment):
    confidence: float


class Emotion(TypedDict):
    id: str
    score: float


class ThemeHit(TypedDict):
    id: str
    sentiment: Optional[ThemeSentiment]


class Intent(TypedDict):
    id: str
    theme: Optional[str]


class Quantity(TypedDict):
    kind: str
    value: int


class Evidence(TypedDict, total=False):
    span: List[int]  # bytes of the UTF-8 text
    scope: Optional[List[int]]
    kind: str
    id: Optional[str]
    entry: str
    term: str
    rule: Optional[str]
    weight: float
    sum: float


class _Record(TypedDict):
    id: Any
    question: Optional[str]
    line: Optional[int]
    lang: str
    score: Optional[float]
    group: Optional[Literal["promoter", "passive", "detractor"]]
    date: Optional[str]
    segments: Dict[str, str]
    sentiment: Optional[Sentiment]
    emotions: List[Emotion]
    themes: List[ThemeHit]
    intents: List[Intent]
    quantities: List[Quantity]
    effort: Optional[int]
    quality: List[str]
    flags: List[str]
    alerts: List[Any]
    keep: Dict[str, Any]


class Record(_Record, total=False):
    evidence: List[Evidence]  # where it was asked for
