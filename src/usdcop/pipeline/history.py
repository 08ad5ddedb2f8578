"""The history as learning and judging see it: episodes, expected sessions, the split, and its hash."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from usdcop.core.episodes import Episodes, Split
from usdcop.core.errors import MissingInputError
from usdcop.core.layers import Layer
from usdcop.core.ports import Lake
from usdcop.core.sessions import Market
from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.documents import read_tables
from usdcop.pipeline.l0_store import expected_sessions
from usdcop.pipeline.l4_rlready import episodes_of
from usdcop.pipeline.splits import SplitSettings, make_split, still_good
from usdcop.pipeline.stages import SESSIONS

TRAINING_GRADES = ("A", "B")
"""Grades of sessions that may be trained on."""

_NOTHING = "Bring bars in with 'usdcop import FILE' or 'usdcop acquire', then 'usdcop run'."


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Everything the layers know, ready for learning and judging."""

    episodes: Episodes
    expected: tuple[date, ...]
    """Every session the calendar expects from the first to the last closed one, with bars or without."""
    split: Split
    data_hash: str
    """SHA-256 over the checksums of the split's episodes."""

    def part(self, span: tuple[date, date]) -> tuple[Episodes, tuple[date, ...]]:
        """Episodes and expected sessions of ``span``, both ends included."""
        days = tuple(day for day in self.expected if span[0] <= day <= span[1])
        return self.episodes.between(*span), days


def load_history(lake: Lake, market: Market, now: datetime, settings: SplitSettings) -> History:
    """The history of ``lake`` with its newest split, which is made where there is none that still serves.

    Raises:
        MissingInputError: L4 has not been made, or has too few sessions to divide.
        CorruptPartitionError: episodes or a split were altered.
    """
    frame = lake.read(Layer.L4)
    expected = expected_sessions(lake, market.calendar, now)
    if frame is None or not expected:
        raise MissingInputError("There are no episodes yet.", _NOTHING)
    split = current_split(lake, expected, settings)
    slots = market.calendar.hours.slots
    closed = frame.filter(pl.col("session") <= expected[-1])
    episodes = episodes_of(closed, FEATURE_NAMES, slots, trainable_sessions(lake))
    return History(episodes, tuple(expected), split, data_hash(lake.days(Layer.L4), split))


def trainable_sessions(lake: Lake) -> set[date]:
    """Closed sessions of grade A or B that are not stale."""
    verdicts = read_tables(lake, Layer.L1, SESSIONS)
    if verdicts is None:
        return set()
    good = pl.col("grade").is_in(TRAINING_GRADES) & ~pl.col("stale") & ~pl.col("provisional")
    return set(verdicts.filter(good)["session"])


def current_split(lake: Lake, expected: Sequence[date], settings: SplitSettings) -> Split:
    """The newest stored split, or a new one, stored, where that spans too little of ``expected``."""
    stored = [_split_of(json.loads(lake.get_document(Layer.L4, path))) for path in _split_paths(lake)]
    newest = max(stored, key=lambda split: split.test[1], default=None)
    if newest is not None and still_good(newest, expected, settings):
        return newest
    made = make_split(expected, settings)
    text = json.dumps(split_fields(made), indent=1)
    lake.put_document(Layer.L4, split_document(made.split_id), text.encode())
    return made


def stored_split(lake: Lake, split_id: str) -> Split | None:
    """The split called ``split_id``, if it is stored."""
    path = split_document(split_id)
    return _split_of(json.loads(lake.get_document(Layer.L4, path))) if path in _split_paths(lake) else None


def data_hash(checksums: Mapping[date, str], split: Split) -> str:
    """SHA-256 over the episodes of ``split``; sessions after it change nothing."""
    facts = [f"{day}={value}" for day, value in checksums.items() if split.train[0] <= day <= split.test[1]]
    return hashlib.sha256("\n".join([split.split_id, *facts]).encode()).hexdigest()


def split_document(split_id: str) -> str:
    """Path of the split's document in L4; ``l4_reports`` adds its scaler and counts."""
    return f"splits/{split_id}.json"


def _split_paths(lake: Lake) -> list[str]:
    return [path for path in lake.documents(Layer.L4, "splits") if path.endswith(".json")]


def split_fields(split: Split) -> dict[str, Any]:
    """What the document of ``split`` says of its dates."""
    return {
        "split_id": split.split_id,
        "train": [day.isoformat() for day in split.train],
        "validation": [day.isoformat() for day in split.validation],
        "test": [day.isoformat() for day in split.test],
        "embargo_sessions": split.embargo_sessions,
    }


def _split_of(fields: Mapping[str, Any]) -> Split:
    def part(name: str) -> tuple[date, date]:
        first, last = (date.fromisoformat(text) for text in fields[name])
        return first, last

    embargo = int(fields["embargo_sessions"])
    return Split(fields["split_id"], part("train"), part("validation"), part("test"), embargo)
