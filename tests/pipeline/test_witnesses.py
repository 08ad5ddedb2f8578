"""Which bars bear witness: what L1 makes now of what is stored, without the rows that may not speak."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from support.import_entries import entry
from support.lakes import lake_at
from support.raw_rows import raw_of
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.core.imports import ImportState
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.l0_store import store
from usdcop.pipeline.witnesses import Witnesses, speechless

MARKET, NOW = MARKETS["USDCOP"], datetime(2024, 6, 1, tzinfo=UTC)
MARCH, APRIL = date(2024, 3, 5), date(2024, 4, 3)
SPAN = (datetime(2024, 3, 5, tzinfo=UTC), datetime(2024, 3, 6, tzinfo=UTC))


@pytest.fixture
def lake(tmp_path: Path) -> ParquetLake:
    return lake_at(tmp_path)


def keep(lake: ParquetLake, day: date, closes: Mapping[int, float], run: str | None = None) -> None:
    rows = raw_of(day, closes)
    if run is not None:
        rows = rows.with_columns(source=pl.lit("import:a.csv"), run_id=pl.lit(run))
    store(lake, MARKET, rows)


def closes(lake: ParquetLake, *left_out: str, span: tuple[datetime, datetime] = SPAN) -> list[float]:
    return Witnesses(lake, MARKET, NOW, frozenset(left_out)).near(*span)["close"].to_list()


def test_a_home_without_bars_has_none(lake: ParquetLake) -> None:
    assert closes(lake) == []


def test_what_is_stored_speaks_before_any_layer_is_made(lake: ParquetLake) -> None:
    keep(lake, MARCH, {0: 4000.0, 1: 4001.0})
    assert closes(lake) == [4000.0, 4001.0]


def test_a_bar_that_a_speechless_import_won_over_speaks_again(lake: ParquetLake) -> None:
    keep(lake, MARCH, {0: 4000.0, 1: 4001.0}, "I-0001")
    keep(lake, MARCH, {1: 4002.0, 2: 4003.0}, "I-0002")
    assert closes(lake) == [4000.0, 4002.0, 4003.0]
    assert closes(lake, "I-0002") == [4000.0, 4001.0]
    assert closes(lake, "I-0001", "I-0002") == []


def test_a_row_of_the_vendor_or_from_before_the_ledger_always_speaks(lake: ParquetLake) -> None:
    keep(lake, MARCH, {0: 4000.0})
    keep(lake, MARCH, {1: 4001.0}, "hand")
    assert closes(lake, "I-0001") == [4000.0, 4001.0]


def test_only_the_quarters_near_are_read(lake: ParquetLake) -> None:
    keep(lake, MARCH, {0: 4000.0})
    keep(lake, APRIL, {0: 4100.0})
    assert closes(lake) == [4000.0]
    edge = datetime(2024, 3, 31, 20, tzinfo=UTC)
    assert closes(lake, span=(edge, edge)) == [4000.0, 4100.0]
    assert closes(lake, span=(edge + timedelta(days=200), edge + timedelta(days=300))) == []


def test_who_is_speechless() -> None:
    entries = [
        entry(1),
        replace(entry(2), sha256="b"),
        replace(entry(3), sha256="c", uncertain="two edges"),
        replace(entry(4), state=ImportState.UNDONE),
        replace(entry(5), sha256="c", uncertain="two edges", state=ImportState.UNDONE),
    ]
    assert speechless(entries, "a") == {"I-0001", "I-0003"}
    assert speechless(entries, "z") == {"I-0003"}
