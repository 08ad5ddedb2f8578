"""The split between the stores: whatever is hot and whatever is cold, the history is the same."""

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Engine

from support.candles import CALENDAR, history, set_hot_from, store_cold, store_hot
from support.lakes import lake_at
from usdcop.adapters.postgres.candles import PostgresCandles
from usdcop.core.sessions import BAR, MARKETS
from usdcop.features.timeframes import Timeframe
from usdcop.main.serve.candles import LakeCandles
from usdcop.services.trading.candles import CandleQuery, Candles
from usdcop.services.trading.stores import Stores, midnight

DAYS = CALENDAR.sessions(date(2024, 3, 1), date(2024, 3, 12))
NOW = CALENDAR.closes_at(DAYS[-1]) + timedelta(hours=1)
WITHOUT = [*CALENDAR.grid(DAYS[2])[7:9], *CALENDAR.grid(DAYS[4])]
MARKET = MARKETS["USDCOP"]


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return history(DAYS, without=WITHOUT)


@pytest.fixture(scope="module")
def cold(rows: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> LakeCandles:
    lake = lake_at(tmp_path_factory.mktemp("lake"))
    store_cold(lake, rows)
    return LakeCandles(lake, MARKET)


def answered(engine: Engine, cold: LakeCandles, query: CandleQuery) -> bytes:
    return Candles(MARKET, PostgresCandles(engine), cold, lambda _: None).answer(query, NOW)


instants = some.integers(-3, len(DAYS) * 60 + 3).map(
    lambda n: CALENDAR.opens_at(DAYS[max(0, min(n // 60, len(DAYS) - 1))]) + (n % 60) * BAR
)
odd_instants = some.tuples(instants, some.sampled_from([0, 1, 299])).map(
    lambda pair: pair[0] + timedelta(seconds=pair[1])
)
queries = some.builds(
    CandleQuery,
    timeframe=some.sampled_from(list(Timeframe)),
    start=some.one_of(some.none(), odd_instants),
    end=some.one_of(some.none(), odd_instants),
    limit=some.sampled_from([1, 7, 60, 61, 500, 10_000]),
    indicators=some.booleans(),
)


@given(split=odd_instants, query=queries)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_an_answer_does_not_depend_on_where_the_stores_are_split(
    postgres: Engine, rows: pl.DataFrame, cold: LakeCandles, split: datetime, query: CandleQuery
) -> None:
    set_hot_from(postgres, None)
    store_hot(postgres, rows)
    all_hot = answered(postgres, cold, query)
    set_hot_from(postgres, split)
    assert answered(postgres, cold, query) == all_hot


def test_each_bar_comes_once_also_where_the_split_lies_inside_a_session(
    postgres: Engine, rows: pl.DataFrame, cold: LakeCandles
) -> None:
    store_hot(postgres, rows)
    boundary = CALENDAR.grid(DAYS[3])[20]
    set_hot_from(postgres, boundary)
    store_hot(postgres, rows.head(30))  # a late backfill writes below the split: those rows are not looked at
    with PostgresCandles(postgres).snapshot("USDCOP", "America/Bogota") as snapshot:
        stores = Stores(snapshot, cold, CALENDAR)
        found = stores.rows(list(stores.versions(DAYS[0], DAYS[-1])))
        assert stores.first_day() == DAYS[0]
        assert stores.first_bar() == CALENDAR.opens_at(DAYS[0])
        assert stores.bars_before_the_split() == 20
    assert found["time"].to_list() == rows["time"].to_list()


def test_a_change_in_either_store_changes_the_version_of_its_day(
    postgres: Engine, rows: pl.DataFrame, tmp_path: Path
) -> None:
    lake = lake_at(tmp_path)
    store_cold(lake, rows)
    store_hot(postgres, rows)
    set_hot_from(postgres, CALENDAR.grid(DAYS[3])[20])
    before = _versions(postgres, LakeCandles(lake, MARKET))
    store_cold(lake, rows.filter(pl.col("session") == DAYS[1]).with_columns(pl.col("close") + 1))
    after_cold = _versions(postgres, LakeCandles(lake, MARKET))
    assert [day for day in before if before[day] != after_cold[day]] == [DAYS[1]]
    set_hot_from(postgres, CALENDAR.grid(DAYS[3])[21])
    after_move = _versions(postgres, LakeCandles(lake, MARKET))
    assert [day for day in before if after_cold[day] != after_move[day]] == [DAYS[3]]


def test_without_a_split_the_cold_store_is_not_touched(postgres: Engine, rows: pl.DataFrame) -> None:
    class Untouchable:
        def versions(self) -> dict[date, str]:
            raise AssertionError

        def rows(self, days: object) -> pl.DataFrame:
            raise AssertionError(days)

        def refused(self, days: object) -> frozenset[datetime]:
            raise AssertionError(days)

    store_hot(postgres, rows)
    with PostgresCandles(postgres).snapshot("USDCOP", "America/Bogota") as snapshot:
        stores = Stores(snapshot, Untouchable(), CALENDAR)
        assert stores.rows(list(stores.versions(DAYS[0], DAYS[-1]))).height == rows.height
        assert stores.first_day() == DAYS[0]
        assert stores.bars_before_the_split() == 0


def test_a_day_begins_at_midnight_of_the_market() -> None:
    assert midnight(date(2024, 3, 5), CALENDAR).isoformat() == "2024-03-05T05:00:00+00:00"


def _versions(engine: Engine, cold: LakeCandles) -> dict[date, str]:
    with PostgresCandles(engine).snapshot("USDCOP", "America/Bogota") as snapshot:
        return Stores(snapshot, cold, CALENDAR).versions(DAYS[0], DAYS[-1])
