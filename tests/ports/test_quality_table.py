"""What every ``QualityTable`` must do."""

from datetime import date, timedelta

import polars as pl
import pytest
from sqlalchemy import Engine

from support.tables import OPEN, quality
from usdcop.adapters.postgres.quality import PostgresQuality
from usdcop.core.errors import ColumnsError

DAY = date(2024, 3, 5)


@pytest.fixture
def table(postgres: Engine) -> PostgresQuality:
    return PostgresQuality(postgres)


def test_what_was_upserted_is_read_back(table: PostgresQuality) -> None:
    frame = quality(3)
    assert table.upsert("USDCOP", frame) == 3
    stored = table.read("USDCOP", DAY, DAY + timedelta(days=2))
    assert stored.columns == frame.columns
    assert stored.rows() == frame.rows()


def test_the_same_verdict_later_touches_nothing(table: PostgresQuality) -> None:
    table.upsert("USDCOP", quality(3))
    assert table.upsert("USDCOP", quality(3, verdict_at=OPEN + timedelta(days=1))) == 0


def test_a_changed_verdict_replaces_the_old_one(table: PostgresQuality) -> None:
    table.upsert("USDCOP", quality(3))
    changed = quality(1, grade="D").with_columns(stale=pl.lit(value=True))
    assert table.upsert("USDCOP", changed) == 1
    stored = table.read("USDCOP", DAY, DAY + timedelta(days=2))
    assert stored["grade"].to_list() == ["D", "A", "A"]
    assert stored["stale"].to_list() == [True, False, False]


def test_a_missing_column_is_named_and_nothing_is_stored(table: PostgresQuality) -> None:
    with pytest.raises(ColumnsError, match="lack holes, source") as caught:
        table.upsert("USDCOP", quality(2).drop("holes", "source"))
    assert caught.value.missing == ("holes", "source")
    assert table.read("USDCOP", DAY, DAY).is_empty()


def test_removed_sessions_are_gone_and_the_others_stay(table: PostgresQuality) -> None:
    table.upsert("USDCOP", quality(3))
    assert table.remove("USDCOP", [DAY, DAY + timedelta(days=9)]) == 1
    assert table.remove("EURUSD", [DAY + timedelta(days=1)]) == 0
    left = table.read("USDCOP", date.min, date.max)["session"].to_list()
    assert left == [DAY + timedelta(days=1), DAY + timedelta(days=2)]
    assert table.remove("USDCOP", []) == 0
