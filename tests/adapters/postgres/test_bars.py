from datetime import UTC, datetime

import polars as pl
from sqlalchemy import Engine

from support.tables import FIVE, OPEN, bars, with_indicators
from usdcop.adapters.postgres.bars import PostgresBars

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def test_the_run_is_kept_but_another_run_alone_is_no_difference(postgres: Engine) -> None:
    table = PostgresBars(postgres)
    table.upsert("USDCOP", bars(3).with_columns(run_id=pl.lit("first")))
    assert table.upsert("USDCOP", bars(3).with_columns(run_id=pl.lit("second"))) == 0
    changed = bars(3).with_columns(run_id=pl.lit("third"), suspect=pl.int_range(3) == 1)
    assert table.upsert("USDCOP", changed) == 1
    assert table.read("USDCOP", *EVER)["run_id"].to_list() == ["first", "third", "first"]


def test_a_table_that_holds_the_rounded_layer_disagrees_nowhere(postgres: Engine) -> None:
    table = PostgresBars(postgres)
    frame = with_indicators(bars(60))
    table.upsert("USDCOP", frame)
    assert table.disagreements("USDCOP", *EVER, frame) == []
    assert table.disagreements("USDCOP", *EVER, bars(60)) == []


def test_missing_extra_and_altered_rows_are_all_named(postgres: Engine) -> None:
    table = PostgresBars(postgres)
    frame = bars(10)
    table.upsert("USDCOP", frame.head(9))
    layer = frame.filter(pl.int_range(10) != 2).with_columns(
        close=pl.when(pl.col("time") == OPEN + 5 * FIVE).then(pl.col("close") + 1e-8).otherwise("close")
    )
    assert table.disagreements("USDCOP", *EVER, layer) == [OPEN + 2 * FIVE, OPEN + 5 * FIVE, OPEN + 9 * FIVE]
    assert table.disagreements("USDCOP", OPEN + 3 * FIVE, OPEN + 5 * FIVE, layer) == []


def test_a_null_that_should_be_a_number_is_named(postgres: Engine) -> None:
    table = PostgresBars(postgres)
    table.upsert("USDCOP", bars(2))
    assert table.disagreements("USDCOP", *EVER, with_indicators(bars(2))) == [OPEN + FIVE]
