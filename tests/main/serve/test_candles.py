from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from support.candles import CALENDAR, history, store_cold
from support.lakes import lake_at
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.postgres.candles import CANDLE
from usdcop.core.bars import QUARANTINE as REFUSED
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite
from usdcop.core.sessions import MARKETS
from usdcop.main.serve.candles import LakeCandles
from usdcop.pipeline.documents import write_table
from usdcop.pipeline.stages import QUARANTINE

DAYS = CALENDAR.sessions(date(2024, 3, 26), date(2024, 4, 5))
MARKET = MARKETS["USDCOP"]


@pytest.fixture
def lake(tmp_path: Path) -> ParquetLake:
    return lake_at(tmp_path)


def test_rows_are_those_of_l2_rounded_as_the_database_rounds(lake: ParquetLake) -> None:
    rows = history(DAYS)
    store_cold(lake, rows.with_columns(pl.col("close") + 1e-10))
    found = LakeCandles(lake, MARKET).rows(DAYS[2:4])
    assert dict(found.schema) == dict(CANDLE)
    wanted = rows.filter(pl.col("session").is_in(DAYS[2:4]))
    assert found["time"].to_list() == wanted["time"].to_list()
    assert found["close"].to_list() == wanted["close"].to_list()
    assert found["rsi"].to_list() == pytest.approx(wanted["rsi"].to_list(), abs=0.0051)


def test_a_session_without_l2_comes_from_l1_without_indicators(lake: ParquetLake) -> None:
    rows = history(DAYS)
    store_cold(lake, rows.filter(pl.col("session") != DAYS[3]))
    bare = rows.select("time", "session", "slot", "open", "high", "low", "close", "volume", "source", "state",
                       "open_reconstructed", "known_at", "doubtful", "suspect")  # fmt: skip
    parts = [
        PartitionWrite(day, part, {}, {}) for (day,), part in bare.group_by("session", maintain_order=True)
    ]
    lake.write(Layer.L1, parts)
    cold = LakeCandles(lake, MARKET)
    assert list(cold.versions()) == DAYS
    found = cold.rows(DAYS)
    assert found["time"].to_list() == rows["time"].to_list()
    on_the_day = found.filter(pl.col("time").is_in(CALENDAR.grid(DAYS[3])))
    assert on_the_day["ema_20"].null_count() == 60
    assert found["ema_20"].null_count() < 60 + 20


def test_an_empty_lake_has_nothing(lake: ParquetLake) -> None:
    cold = LakeCandles(lake, MARKET)
    assert cold.versions() == {}
    assert cold.rows(DAYS).is_empty()
    assert cold.rows([]).schema == pl.Schema(dict(CANDLE))
    assert cold.refused(DAYS) == frozenset()


def test_refused_rows_are_found_at_the_instant_they_were_meant_for(lake: ParquetLake) -> None:
    first, later = CALENDAR.grid(DAYS[0])[7], CALENDAR.grid(DAYS[-1])[8]
    shifted = later - timedelta(hours=1)
    rows = [
        {"time": at, "clock_shift_minutes": shift, "symbol": "USDCOP", "reason": "ohlc_violation"}
        for at, shift in ((first, 0), (shifted, 60))
    ]
    for row, quarter in zip(rows, ("2024Q1", "2024Q2"), strict=True):
        write_table(lake, Layer.L1, QUARANTINE, quarter, pl.DataFrame([row], schema=dict(REFUSED)))
    cold = LakeCandles(lake, MARKET)
    assert cold.refused(DAYS) == {first, later}
    assert cold.refused(DAYS[:1]) == {first}
    assert cold.refused([]) == frozenset()
