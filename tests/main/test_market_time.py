from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.clocks import SimulatedTime
from usdcop.core.errors import StorageError
from usdcop.core.sessions import Calendar
from usdcop.main.market_time import (
    FORGOTTEN_AFTER,
    NAME,
    KeptTime,
    current,
    moving,
    read_kept,
    standing,
    started,
    write_kept,
)

CALENDAR = Calendar()
START = datetime(2024, 3, 4, 12, tzinfo=UTC)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def kept(market: datetime, *, running: bool = True) -> KeptTime:
    spec = started(START, None, Fraction(30), Fraction(3600)).anchored(NOW - timedelta(days=9))
    return KeptTime(spec, market, NOW, running)


@given(st.integers(0, 14 * 86_400), st.integers(0, 10**6))
def test_time_goes_on_from_any_instant_exactly(seconds: int, later: int) -> None:
    market = START + timedelta(seconds=seconds)
    now = NOW + timedelta(seconds=later)
    time = SimulatedTime(moving(kept(market), CALENDAR, now), CALENDAR)
    assert timedelta(0) <= time.market_at(now) - market < timedelta(seconds=1)
    assert time.market_at(now + timedelta(seconds=1)) > market


def test_with_a_living_note_it_moves_and_without_it_stands() -> None:
    at = START + timedelta(hours=2)
    noted = kept(at)
    assert current(noted, NOW + timedelta(seconds=2)) == noted.spec
    forgotten = current(noted, NOW + FORGOTTEN_AFTER)
    stopped = current(kept(at, running=False), NOW)
    for spec in (forgotten, stopped):
        assert SimulatedTime(spec, CALENDAR).market_at(NOW + timedelta(days=400)) == at


def test_it_stands_at_the_end_of_the_data_too() -> None:
    end = START + timedelta(hours=5)
    spec = started(START, end, Fraction(30), Fraction(3600)).anchored(NOW)
    spec_now = standing(KeptTime(spec, end, NOW, running=False))
    assert SimulatedTime(spec_now, CALENDAR).market_at(NOW) == end


def test_what_was_written_is_read_and_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert read_kept(tmp_path) is None
    note = kept(START)
    write_kept(tmp_path, note)
    assert read_kept(tmp_path) == note
    for text in ("{", '{"clock": "sim:tomorrow"}', '{"clock": "real"}'):
        (tmp_path / NAME).write_text(text)
        with pytest.raises(StorageError, match="RESET=1"):
            read_kept(tmp_path)
