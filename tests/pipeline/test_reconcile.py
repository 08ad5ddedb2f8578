from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine, text

from support.storage import CALENDAR, bars_of, lake_on, weekdays, write_of
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.objects import LocalObjects
from usdcop.adapters.postgres.bars import PostgresBars
from usdcop.core.examination import Kind
from usdcop.core.indicators import PRICE_INDICATORS
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite
from usdcop.pipeline.inventory import Fault
from usdcop.pipeline.reconcile import Reconciled, reconcile

DAYS = weekdays(date(2024, 3, 25), 4)
FIRST = CALENDAR.opens_at(DAYS[0])


def prepared(day: date) -> pl.DataFrame:
    """Rows of L2: every indicator 4,000/3 and more, the first row warming up."""
    warming = pl.col("slot") == 0
    values = [(4000 / 3 + n) for n in range(len(PRICE_INDICATORS))]
    return bars_of(day).with_columns(
        pl.when(warming).then(None).otherwise(pl.lit(value)).alias(name)
        for name, value in zip(PRICE_INDICATORS, values, strict=True)
    )


@pytest.fixture
def lake(tmp_path: Path) -> ParquetLake:
    lake = lake_on(LocalObjects(tmp_path))
    lake.write(Layer.L1, [write_of(day) for day in DAYS])
    lake.write(Layer.L2, [PartitionWrite(day, prepared(day), {}, {}) for day in DAYS])
    return lake


@pytest.fixture
def bars(postgres: Engine) -> PostgresBars:
    bars = PostgresBars(postgres)
    bars.upsert("USDCOP", pl.concat([prepared(day) for day in DAYS]))
    return bars


def edit(postgres: Engine, statement: str) -> None:
    with postgres.begin() as connection:
        connection.execute(text(statement), {"at": FIRST + timedelta(minutes=5)})


def told(found: Reconciled) -> list[tuple[Fault | Kind, str]]:
    return [(one.fault, one.what) for one in found.findings]


def test_equal_after_rounding_is_equal(lake: ParquetLake, bars: PostgresBars) -> None:
    assert reconcile(lake, bars, "USDCOP") == Reconciled(16, ())


@pytest.mark.parametrize("column", ["open", "close", "ema_50", "macd_histogram", "bb_lower"])
def test_a_value_that_differs_in_its_last_place_is_found(
    lake: ParquetLake, bars: PostgresBars, postgres: Engine, column: str
) -> None:
    edit(postgres, f"UPDATE usdcop_m5_ohlcv SET {column} = {column} + 0.00000001 WHERE time = :at")
    ((fault, what),) = told(reconcile(lake, bars, "USDCOP"))
    assert fault is Fault.ROW_DIFFERS
    assert what.startswith(f"1 row is unequal in {column} (first at 13:05 UTC: layer ")


def test_rsi_is_compared_at_its_own_scale(lake: ParquetLake, bars: PostgresBars, postgres: Engine) -> None:
    edit(postgres, "UPDATE usdcop_m5_ohlcv SET rsi = rsi + 0.01 WHERE time = :at")
    assert [one for one, _ in told(reconcile(lake, bars, "USDCOP"))] == [Fault.ROW_DIFFERS]


def test_a_lost_indicator_and_another_state_are_found(
    lake: ParquetLake, bars: PostgresBars, postgres: Engine
) -> None:
    edit(postgres, "UPDATE usdcop_m5_ohlcv SET ema_20 = NULL, state = 'revised', volume = 1 WHERE time = :at")
    whats = [what for _, what in told(reconcile(lake, bars, "USDCOP"))]
    assert [what.split(" (")[0] for what in whats] == [
        f"1 row is unequal in {name}" for name in ("volume", "state", "ema_20")
    ]


def test_a_row_missing_in_postgresql_is_found(
    lake: ParquetLake, bars: PostgresBars, postgres: Engine
) -> None:
    edit(postgres, "DELETE FROM usdcop_m5_ohlcv WHERE time = :at")
    (finding,) = reconcile(lake, bars, "USDCOP").findings
    assert finding.fault is Fault.ROW_MISSING
    assert finding.what == "1 row is in L1 but not in PostgreSQL (first at 13:05 UTC)."
    assert finding.where == f"usdcop_m5_ohlcv {DAYS[0]}"
    assert "usdcop run" in finding.cure


def test_a_row_too_many_in_postgresql_is_found_once_a_day(lake: ParquetLake, bars: PostgresBars) -> None:
    lake.drop(Layer.L1, DAYS[:2])
    assert (
        told(reconcile(lake, bars, "USDCOP"))
        == [(Fault.ROW_EXTRA, "4 rows are in PostgreSQL but not in L1 (first at 13:00 UTC).")] * 2
    )


def test_live_rows_that_no_run_has_stored_are_a_note(lake: ParquetLake, bars: PostgresBars) -> None:
    bars.upsert("USDCOP", bars_of(DAYS[-1], 6))
    ((fault, what),) = told(reconcile(lake, bars, "USDCOP"))
    assert fault is Fault.NOT_YET_STORED
    assert fault.is_note
    assert what.startswith("2 rows are newer than the layers")


def test_what_was_taken_out_of_postgresql_is_not_missed(
    lake: ParquetLake, bars: PostgresBars, postgres: Engine
) -> None:
    hot = CALENDAR.opens_at(DAYS[2])
    edit(postgres, f"DELETE FROM usdcop_m5_ohlcv WHERE time < '{hot.isoformat()}'")
    assert reconcile(lake, bars, "USDCOP", hot) == Reconciled(8, ())
    assert {one.fault for one in reconcile(lake, bars, "USDCOP").findings} == {Fault.ROW_MISSING}


def test_indicators_that_are_not_made_yet_are_not_compared(bars: PostgresBars, tmp_path: Path) -> None:
    lake = lake_on(LocalObjects(tmp_path / "other"))
    lake.write(Layer.L1, [write_of(day) for day in DAYS])
    assert reconcile(lake, bars, "USDCOP").findings == ()


def test_an_empty_lake_has_nothing_that_postgresql_may_hold(bars: PostgresBars, tmp_path: Path) -> None:
    found = reconcile(lake_on(LocalObjects(tmp_path / "other")), bars, "USDCOP")
    assert {one.fault for one in found.findings} == {Fault.ROW_EXTRA}


def test_a_quarter_that_cannot_be_read_is_a_finding_and_the_others_are_compared(
    lake: ParquetLake, bars: PostgresBars, postgres: Engine, tmp_path: Path
) -> None:
    for path in (tmp_path / Layer.L1.bucket).rglob("standardized_2024Q1*"):
        path.write_bytes(b"torn")
    (finding,) = reconcile(lake, bars, "USDCOP").findings
    assert finding.fault is Fault.UNREADABLE
    assert finding.where == "L1, L2 of 2024Q1"
    assert "altered or torn" in finding.what
    late = CALENDAR.opens_at(DAYS[-1])
    with postgres.begin() as connection:
        connection.execute(
            text("UPDATE usdcop_m5_ohlcv SET close = close + 1 WHERE time = :at"), {"at": late}
        )
    found = reconcile(lake, bars, "USDCOP")
    assert [one.fault for one in found.findings] == [Fault.UNREADABLE, Fault.ROW_DIFFERS]
    assert found.rows == 8


def test_a_layer_without_a_readable_catalog_is_a_finding(
    lake: ParquetLake, bars: PostgresBars, tmp_path: Path
) -> None:
    for path in (tmp_path / Layer.L1.bucket).rglob("catalog.json"):
        path.write_bytes(b"torn")
    (finding,) = reconcile(lake, bars, "USDCOP").findings
    assert finding.fault is Fault.UNREADABLE
