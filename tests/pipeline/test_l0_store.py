"""L0 on the disk: by session, merged, never losing anything."""

import math
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from support.lakes import lake_at
from support.raw_rows import raw_of
from usdcop.core.errors import ContractError
from usdcop.core.layers import Layer
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.l0_store import expected_sessions, read_absent, store, stored_bars, write_absent

MARKET = MARKETS["USDCOP"]
FRIDAY, MONDAY = date(2024, 3, 1), date(2024, 3, 4)
LATER = datetime(2024, 3, 5, tzinfo=UTC)


def test_rows_go_to_the_partition_of_their_session(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    rows = pl.concat([raw_of(MONDAY, {0: 4000.0}), raw_of(FRIDAY, {58: 3999.0, 59: 3999.5})])
    assert store(lake, MARKET, rows) == [FRIDAY, MONDAY]
    assert list(lake.days(Layer.L0)) == [FRIDAY, MONDAY]
    assert lake.manifest(Layer.L0, FRIDAY).files[0].records == 2  # type: ignore[union-attr]


def test_the_same_rows_again_change_nothing(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    store(lake, MARKET, raw_of(FRIDAY, {0: 4000.0, 1: 4001.0}))
    before = lake.days(Layer.L0)
    assert store(lake, MARKET, raw_of(FRIDAY, {0: 4000.0, 1: 4001.0}, known_at=LATER)) == []
    assert lake.days(Layer.L0) == before


def test_new_rows_are_added_to_what_is_there(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    store(lake, MARKET, raw_of(FRIDAY, {0: 4000.0}))
    store(lake, MARKET, raw_of(FRIDAY, {1: 4001.0}))
    opened = MARKET.calendar.grid(FRIDAY)
    assert stored_bars(lake) == {opened[0], opened[1]}


def test_a_bar_that_cannot_be_read_is_not_there(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    rows = raw_of(FRIDAY, {0: 4000.0, 1: math.nan, 2: 4002.0, 3: 4003.0})
    unread = pl.when(pl.col("row") == 2).then(None).otherwise(pl.col("open"))
    store(lake, MARKET, rows.with_columns(open=unread))
    assert lake.manifest(Layer.L0, FRIDAY).files[0].records == 4  # type: ignore[union-attr]
    opened = MARKET.calendar.grid(FRIDAY)
    assert stored_bars(lake) == {opened[0], opened[3]}


def test_rows_that_are_no_raw_rows_are_refused_whole(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    rows = raw_of(FRIDAY, {0: 4000.0, 1: 4001.0})
    nameless = pl.when(pl.col("row") == 1).then(pl.lit("")).otherwise(pl.col("symbol"))
    with pytest.raises(ContractError, match="L0 breaks its schema: symbol"):
        store(lake, MARKET, rows.with_columns(symbol=nameless))
    assert lake.days(Layer.L0) == {}


def test_an_empty_store_has_no_bars_and_no_sessions(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    assert store(lake, MARKET, raw_of(FRIDAY, {})) == []
    assert stored_bars(lake) == set()
    assert expected_sessions(lake, MARKET.calendar, LATER) == []


def test_expected_sessions_include_those_without_rows_and_end_with_the_last_closed_one(
    tmp_path: Path,
) -> None:
    lake = lake_at(tmp_path)
    store(lake, MARKET, pl.concat([raw_of(date(2024, 2, 28), {0: 1.0}), raw_of(MONDAY, {0: 1.0})]))
    sessions = [date(2024, 2, 28), date(2024, 2, 29), FRIDAY, MONDAY]
    assert expected_sessions(lake, MARKET.calendar, LATER) == sessions
    during = MARKET.calendar.opens_at(MONDAY)
    assert expected_sessions(lake, MARKET.calendar, during) == sessions[:-1]


def test_a_row_of_the_future_stretches_no_span(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    store(lake, MARKET, pl.concat([raw_of(FRIDAY, {0: 1.0}), raw_of(date(2042, 3, 4), {0: 1.0})]))
    assert expected_sessions(lake, MARKET.calendar, LATER) == [FRIDAY]


def test_absent_bars_are_remembered(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    assert read_absent(lake) == set()
    write_absent(lake, MARKET.calendar.grid(FRIDAY)[:2])
    assert read_absent(lake_at(tmp_path)) == set(MARKET.calendar.grid(FRIDAY)[:2])
