import json
from datetime import date

import polars as pl
import pytest

from support.candles import CALENDAR, history
from usdcop.services.trading.fragments import (
    PRICES,
    SERVED_INDICATORS,
    Fragment,
    five_minute_fragments,
    session_spans,
)
from usdcop.services.trading.schemas import Candle

DAYS = CALENDAR.sessions(date(2024, 3, 4), date(2024, 3, 6))


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return history(DAYS)


def parsed(fragment: Fragment) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(b"[" + fragment.text[:-2] + b"]")
    return found


def test_each_session_has_the_json_of_its_bars(rows: pl.DataFrame) -> None:
    found = five_minute_fragments(rows, CALENDAR, indicators=True)
    assert list(found) == DAYS
    for day, fragment in found.items():
        bars = rows.filter(pl.col("session") == day)
        told = parsed(fragment)
        assert [bar["time"] for bar in told] == fragment.times == bars["time"].dt.epoch("ms").to_list()
        for name in ("open", "high", "low", "close", "volume", "state", *SERVED_INDICATORS):
            assert [bar[name] for bar in told] == bars[name].to_list()
    assert list(parsed(found[DAYS[0]])[0]) == [
        "time",
        "open",
        "high",
        "low",
        "close",
        "volume",
        *SERVED_INDICATORS,
        "state",
    ]


def test_the_documented_candle_has_the_fields_that_are_written() -> None:
    assert list(Candle.model_fields) == ["time", *PRICES, *SERVED_INDICATORS, "state"]


def test_indicators_are_left_out_where_they_are_not_asked_for(rows: pl.DataFrame) -> None:
    found = five_minute_fragments(rows, CALENDAR, indicators=False)
    assert list(parsed(found[DAYS[0]])[0]) == ["time", "open", "high", "low", "close", "volume", "state"]


def test_cuts_hold_the_bars_that_open_in_them(rows: pl.DataFrame) -> None:
    whole = five_minute_fragments(rows, CALENDAR, indicators=False)[DAYS[0]]
    times = whole.times
    assert whole.between(times[0], times[-1] + 1) is whole
    assert whole.between(times[3], times[5]).times == times[3:5]
    assert parsed(whole.between(times[3], times[5])) == parsed(whole)[3:5]
    assert whole.between(times[3] + 1, times[5] + 1).times == times[4:6]
    assert whole.between(0, times[0]) == Fragment([], b"")
    assert parsed(whole.newest(2)) == parsed(whole)[-2:]
    assert whole.newest(1000) is whole


def test_spans_of_sessions_cover_all_rows() -> None:
    sessions = pl.Series([DAYS[0]] * 3 + [DAYS[2]])
    assert list(session_spans(sessions)) == [(DAYS[0], 0, 3), (DAYS[2], 3, 4)]
    assert list(session_spans(pl.Series([], dtype=pl.Date))) == []
