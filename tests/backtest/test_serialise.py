"""Canonical JSON."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

import numpy as np
import pytest

from usdcop.backtest.serialise import canonical_json, plain
from usdcop.core.metrics import unknown


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Thing:
    when: datetime
    colour: Colour
    values: tuple[float, ...]


def test_everything_becomes_plain() -> None:
    bogota = timezone(-timedelta(hours=5))
    thing = Thing(datetime(2024, 3, 5, 8, 5, tzinfo=bogota), Colour.RED, (1.5,))
    assert plain(thing) == {"when": "2024-03-05T13:05:00Z", "colour": "red", "values": [1.5]}
    assert plain({1: np.array([[1.0, 2.0]]), "n": np.int64(3)}) == {"1": [[1.0, 2.0]], "n": 3}
    assert plain((date(2024, 3, 5), time(8, 5), None, True)) == ["2024-03-05", "08:05:00", None, True]


def test_the_unknown_is_null_with_its_reason() -> None:
    assert json.loads(canonical_json(unknown("no trade"))) == {"value": None, "reason": "no trade"}


def test_the_order_of_keys_does_not_matter() -> None:
    assert canonical_json({"b": 1, "a": 2}) == canonical_json({"a": 2, "b": 1})


def test_what_is_not_a_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"a": float("nan")})
    with pytest.raises(TypeError, match="no JSON for set"):
        canonical_json({1, 2})


def test_instants_keep_their_fractions() -> None:
    assert plain(datetime(2024, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC)) == "2024-01-01T00:00:00.500000Z"
