from datetime import UTC, datetime

import polars as pl
from sqlalchemy import Engine

from support.tables import bars
from usdcop.adapters.postgres.bars import PostgresBars

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def test_the_run_is_kept_but_another_run_alone_is_no_difference(postgres: Engine) -> None:
    table = PostgresBars(postgres)
    table.upsert("USDCOP", bars(3).with_columns(run_id=pl.lit("first")))
    assert table.upsert("USDCOP", bars(3).with_columns(run_id=pl.lit("second"))) == 0
    changed = bars(3).with_columns(run_id=pl.lit("third"), suspect=pl.int_range(3) == 1)
    assert table.upsert("USDCOP", changed) == 1
    assert table.read("USDCOP", *EVER)["run_id"].to_list() == ["first", "third", "first"]
