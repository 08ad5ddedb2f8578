"""Answers of candles on a real database; where hot and cold meet is tested in test_stores.py."""

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Engine

from support.candles import CALENDAR, forming_bar, history, store_hot
from usdcop.adapters.postgres.candles import PostgresCandles
from usdcop.core.sessions import BAR, MARKETS
from usdcop.features.timeframes import Timeframe
from usdcop.services.trading.candles import CandleQuery, Candles
from usdcop.services.trading.history import Looks

DAYS = CALENDAR.sessions(date(2024, 2, 26), date(2024, 3, 12))
TODAY = DAYS[-1]
NOW = CALENDAR.grid(TODAY)[30] + timedelta(minutes=2)
"""In the middle of the 31st bar."""


class NothingCold:
    """No session was moved, and one row was refused."""

    def __init__(self, refused: Collection[datetime] = ()) -> None:
        self._refused = frozenset(refused)

    def versions(self) -> dict[date, str]:
        return {}

    def rows(self, days: object) -> pl.DataFrame:
        raise AssertionError(days)

    def refused(self, days: Collection[date]) -> frozenset[datetime]:
        return frozenset(at for at in self._refused if CALENDAR.local_date(at) in days)


def candles_on(engine: Engine, refused: Collection[datetime] = ()) -> tuple[Candles, list[Looks]]:
    looks: list[Looks] = []
    return Candles(MARKETS["USDCOP"], PostgresCandles(engine), NothingCold(refused), looks.append), looks


def ask(candles: Candles, now: datetime = NOW, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of any kind
    given: dict[str, Any] = {
        "timeframe": Timeframe.M5,
        "start": None,
        "end": None,
        "limit": 1000,
        "indicators": True,
    }
    answer: dict[str, Any] = json.loads(candles.answer(CandleQuery(**{**given, **fields}), now))
    return answer


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return history(DAYS, now=NOW)


@pytest.fixture
def candles(postgres: Engine, rows: pl.DataFrame) -> Candles:
    store_hot(postgres, rows)
    store_hot(postgres, forming_bar(CALENDAR.grid(TODAY)[30], 4000.0))
    return candles_on(postgres)[0]


def milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def test_the_newest_bars_come_oldest_first_and_the_forming_one_last(candles: Candles) -> None:
    answer = ask(candles, limit=3)
    assert [bar["time"] for bar in answer["data"]] == [milliseconds(at) for at in CALENDAR.grid(TODAY)[28:31]]
    assert [bar["state"] for bar in answer["data"]] == ["final", "final", "forming"]
    assert answer["count"] == 3
    assert answer["gaps"] == []
    assert answer["end_date"] == "2024-03-12T15:32:00Z"
    assert answer["start_date"] == "2024-03-12T15:20:00Z"


def test_everything_there_is_comes_where_the_limit_allows(candles: Candles, rows: pl.DataFrame) -> None:
    answer = ask(candles, limit=10_000)
    assert answer["count"] == rows.height + 1
    assert [bar["close"] for bar in answer["data"][:-1]] == rows["close"].to_list()
    assert answer["data"][100]["ema_20"] == pytest.approx(rows["ema_20"][100], abs=1e-8)
    assert answer["data"][100]["rsi"] == pytest.approx(rows["rsi"][100], abs=0.0051)


def test_a_range_is_half_open(candles: Candles) -> None:
    grid = CALENDAR.grid(DAYS[3])
    answer = ask(candles, start=grid[5], end=grid[9])
    assert [bar["time"] for bar in answer["data"]] == [milliseconds(at) for at in grid[5:9]]
    assert (answer["start_date"], answer["end_date"]) == ("2024-02-29T13:25:00Z", "2024-02-29T13:45:00Z")


def test_a_long_range_gives_its_newest_bars(candles: Candles) -> None:
    answer = ask(candles, start=CALENDAR.opens_at(DAYS[0]), end=CALENDAR.closes_at(DAYS[4]), limit=2)
    assert [bar["time"] for bar in answer["data"]] == [milliseconds(at) for at in CALENDAR.grid(DAYS[4])[-2:]]


def test_a_bar_after_now_is_never_given(candles: Candles) -> None:
    then = CALENDAR.grid(DAYS[5])[10]
    answer = ask(candles, now=then, limit=10_000)
    assert answer["data"][-1]["time"] == milliseconds(then)
    assert ask(candles, now=then, start=then + BAR, end=CALENDAR.closes_at(TODAY))["data"] == []


def test_an_empty_store_answers_with_nothing(postgres: Engine) -> None:
    candles, _ = candles_on(postgres)
    for frame in Timeframe:
        answer = ask(candles, timeframe=frame)
        assert (answer["count"], answer["data"], answer["gaps"], answer["start_date"]) == (0, [], [], None)
        assert ask(candles, timeframe=frame, start=CALENDAR.opens_at(DAYS[0]))["data"] == []


def test_ranges_beyond_either_end_are_empty_and_lack_nothing(candles: Candles) -> None:
    before = CALENDAR.opens_at(DAYS[0])
    assert ask(candles, start=before - timedelta(days=900), end=before - timedelta(days=800))["gaps"] == []
    after = ask(candles, start=NOW + timedelta(days=1), end=NOW + timedelta(days=9))
    assert (after["data"], after["gaps"]) == ([], [])


def test_missing_bars_are_named_with_their_reason(postgres: Engine) -> None:
    grid = CALENDAR.grid(DAYS[2])
    store_hot(postgres, history(DAYS, now=NOW, without=[*grid[3:5], grid[40], CALENDAR.grid(TODAY)[29]]))
    candles, _ = candles_on(postgres, refused=[grid[40]])
    assert ask(candles)["gaps"] == [
        {"start": "2024-02-28T13:15:00Z", "end": "2024-02-28T13:25:00Z", "bars": 2, "reason": "missing"},
        {"start": "2024-02-28T16:20:00Z", "end": "2024-02-28T16:25:00Z", "bars": 1, "reason": "quarantined"},
        {"start": "2024-03-12T15:25:00Z", "end": "2024-03-12T15:30:00Z", "bars": 1, "reason": "not_yet"},
    ]
    assert ask(candles, limit=29)["gaps"] == [
        {"start": "2024-03-12T15:25:00Z", "end": "2024-03-12T15:30:00Z", "bars": 1, "reason": "not_yet"},
    ]


def test_a_hole_at_the_start_of_a_range_is_a_gap_of_it(postgres: Engine) -> None:
    grid = CALENDAR.grid(DAYS[2])
    store_hot(postgres, history(DAYS, now=NOW, without=grid[:5]))
    candles, _ = candles_on(postgres)
    answer = ask(candles, start=grid[2], end=grid[10])
    assert [gap["bars"] for gap in answer["gaps"]] == [3]
    assert answer["count"] == 5


def test_a_revision_is_seen_at_once_and_only_its_session_is_read_again(
    postgres: Engine, rows: pl.DataFrame
) -> None:
    store_hot(postgres, rows)
    candles, looks = candles_on(postgres)
    ask(candles)
    revised = rows[70:71].with_columns(pl.col("close") + 1, state=pl.lit("revised", rows.schema["state"]))
    store_hot(postgres, revised)
    answer = ask(candles)
    assert answer["data"][70]["close"] == pytest.approx(rows["close"][70] + 1)
    assert answer["data"][70]["state"] == "revised"
    assert looks == [Looks(len(DAYS), len(DAYS)), Looks(len(DAYS), 1)]


@pytest.mark.parametrize(
    ("frame", "forming", "count"),
    [("15m", "15:30", 11), ("30m", "15:30", 6), ("1h", "15:00", 3), ("1d", "13:00", 1)],
)
def test_the_newest_longer_bar_is_forming(candles: Candles, frame: str, forming: str, count: int) -> None:
    answer = ask(candles, timeframe=Timeframe(frame), start=CALENDAR.opens_at(TODAY))
    assert [bar["state"] for bar in answer["data"]] == ["final"] * (count - 1) + ["forming"]
    assert answer["data"][-1]["time"] == milliseconds(datetime.fromisoformat(f"2024-03-12T{forming}:00Z"))
    assert answer["data"][-1]["close"] == 4000.0
    assert answer["gaps"] == []


def test_longer_bars_have_the_same_indicators_in_every_range(candles: Candles) -> None:
    whole = ask(candles, timeframe=Timeframe.M15, limit=10_000)["data"]
    start, end = CALENDAR.opens_at(DAYS[6]), CALENDAR.closes_at(DAYS[7])
    part = ask(candles, timeframe=Timeframe.M15, start=start, end=end)["data"]
    assert part == [bar for bar in whole if milliseconds(start) <= bar["time"] < milliseconds(end)]
    assert ask(candles, timeframe=Timeframe.M15, limit=7)["data"] == whole[-7:]
    assert all(bar["ema_50"] is not None for bar in part)


def test_a_longer_bar_of_which_nothing_came_is_a_gap_in_its_own_measure(postgres: Engine) -> None:
    grid = CALENDAR.grid(DAYS[2])
    store_hot(postgres, history(DAYS, now=NOW, without=[*grid[12:36], grid[50]]))
    candles, _ = candles_on(postgres)
    assert ask(candles, timeframe=Timeframe.H1)["gaps"] == [
        {"start": "2024-02-28T14:00:00Z", "end": "2024-02-28T16:00:00Z", "bars": 2, "reason": "missing"}
    ]
