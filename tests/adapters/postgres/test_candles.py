from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from sqlalchemy import Engine, text

from support.candles import CALENDAR, history, set_hot_from, store_hot
from usdcop.adapters.postgres.candles import CANDLE, PostgresCandles
from usdcop.adapters.postgres.database import transaction

DAYS = CALENDAR.sessions(date(2024, 3, 4), date(2024, 3, 8))
ZONE = "America/Bogota"
SPAN = (CALENDAR.opens_at(DAYS[0]), CALENDAR.closes_at(DAYS[-1]))


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return history(DAYS)


def versions(engine: Engine, span: tuple[datetime, datetime] = SPAN) -> dict[date, str]:
    with PostgresCandles(engine).snapshot("USDCOP", ZONE) as snapshot:
        return dict(snapshot.versions(*span))


def change(engine: Engine, statement: str, **values: object) -> None:
    with transaction(engine) as connection:
        connection.execute(text(statement), values)


def test_rows_are_the_nearest_floats_of_what_was_stored(postgres: Engine, rows: pl.DataFrame) -> None:
    store_hot(postgres, rows)
    with PostgresCandles(postgres).snapshot("USDCOP", ZONE) as snapshot:
        found = snapshot.rows([SPAN])
    assert dict(found.schema) == dict(CANDLE)
    assert found["close"].to_list() == rows["close"].to_list()
    assert found["ema_20"].to_list()[30] == pytest.approx(rows["ema_20"][30], abs=1e-8)
    assert found["ema_50"][0] is None


def test_only_the_spans_asked_for_are_read(postgres: Engine, rows: pl.DataFrame) -> None:
    store_hot(postgres, rows)
    spans = [(CALENDAR.opens_at(day), CALENDAR.closes_at(day)) for day in (DAYS[0], DAYS[3])]
    with PostgresCandles(postgres).snapshot("USDCOP", ZONE) as snapshot:
        assert snapshot.rows(spans).height == 120
        assert snapshot.rows([]).height == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE usdcop_m5_ohlcv SET close = close + 0.00000001 WHERE time = :at",
        "UPDATE usdcop_m5_ohlcv SET state = 'revised' WHERE time = :at",
        "UPDATE usdcop_m5_ohlcv SET rsi = NULL WHERE time = :at",
        "UPDATE usdcop_m5_ohlcv SET volume = 1 WHERE time = :at",
        "DELETE FROM usdcop_m5_ohlcv WHERE time = :at",
        "UPDATE usdcop_m5_ohlcv SET time = time + interval '1 minute' WHERE time = :at",
    ],
)
def test_any_change_of_a_day_changes_its_version_and_no_other(
    postgres: Engine, rows: pl.DataFrame, statement: str
) -> None:
    store_hot(postgres, rows)
    before = versions(postgres)
    change(postgres, statement, at=CALENDAR.grid(DAYS[2])[40])
    after = versions(postgres)
    assert sorted(before) == DAYS
    assert [day for day in DAYS if before[day] != after[day]] == [DAYS[2]]


def test_two_bars_that_change_places_are_seen(postgres: Engine, rows: pl.DataFrame) -> None:
    store_hot(postgres, rows)
    before = versions(postgres)
    one, other = CALENDAR.grid(DAYS[0])[3:5]
    swap = (
        "UPDATE usdcop_m5_ohlcv AS a SET close = b.close FROM usdcop_m5_ohlcv AS b"
        " WHERE a.time IN (:one, :other) AND b.time IN (:one, :other) AND a.time <> b.time"
    )
    change(postgres, swap, one=one, other=other)
    assert versions(postgres)[DAYS[0]] != before[DAYS[0]]


def test_the_same_rows_again_keep_the_versions(postgres: Engine, rows: pl.DataFrame) -> None:
    store_hot(postgres, rows)
    before = versions(postgres)
    store_hot(postgres, rows)
    assert versions(postgres) == before


def test_a_snapshot_does_not_see_what_is_written_meanwhile(postgres: Engine, rows: pl.DataFrame) -> None:
    store_hot(postgres, rows.head(60))
    with ThreadPoolExecutor(1) as pool, PostgresCandles(postgres).snapshot("USDCOP", ZONE) as snapshot:
        before = dict(snapshot.versions(*SPAN))
        pool.submit(store_hot, postgres, rows).result(10)
        assert dict(snapshot.versions(*SPAN)) == before
        assert snapshot.rows([SPAN]).height == 60
    assert len(versions(postgres)) == len(DAYS)


def test_where_the_hot_store_begins_and_its_oldest_bar(postgres: Engine, rows: pl.DataFrame) -> None:
    candles = PostgresCandles(postgres)
    with candles.snapshot("USDCOP", ZONE) as snapshot:
        assert (snapshot.hot_from, snapshot.oldest) == (None, None)
    store_hot(postgres, rows)
    set_hot_from(postgres, CALENDAR.opens_at(DAYS[1]))
    with candles.snapshot("USDCOP", ZONE) as snapshot:
        assert snapshot.hot_from == snapshot.oldest == CALENDAR.opens_at(DAYS[1])


def test_newest_bars_are_those_that_opened_by_now(postgres: Engine, rows: pl.DataFrame) -> None:
    store_hot(postgres, rows)
    at = CALENDAR.grid(DAYS[1])[5]
    with PostgresCandles(postgres).snapshot("USDCOP", ZONE) as snapshot:
        found = snapshot.newest(at + timedelta(seconds=1), 3)["time"].to_list()
    assert found == CALENDAR.grid(DAYS[1])[3:6]


def test_counts_here_and_before(postgres: Engine, rows: pl.DataFrame) -> None:
    store_hot(postgres, rows)
    insert = (
        "INSERT INTO sessions_quality SELECT 'USDCOP', d, 60, 60, 'A', false, false, 0, 0, 50, 0, 0, 0, NULL, 'L0', now()"
        " FROM generate_series(CAST(:first AS date), CAST(:last AS date), '1 day') AS d"
    )
    change(postgres, insert, first=DAYS[0], last=DAYS[-1])
    candles = PostgresCandles(postgres)
    with candles.snapshot("USDCOP", ZONE) as snapshot:
        assert snapshot.count(SPAN[1]) == (300, 0)
        assert snapshot.count(CALENDAR.grid(DAYS[0])[9]) == (10, 0)
    set_hot_from(postgres, CALENDAR.opens_at(DAYS[2]))
    with candles.snapshot("USDCOP", ZONE) as snapshot:
        assert snapshot.count(SPAN[1]) == (180, 120)
